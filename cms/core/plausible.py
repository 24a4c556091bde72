"""Years that can be meant: a slip of the hand (0026, 20226) is answered where it is typed."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

# Of everything an office writes down: the oldest law in force and the oldest person, and plans ahead.
EARLIEST, LATEST = 1900, 2100


class _Plausible:
    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned and not EARLIEST <= cleaned.year <= LATEST:
            raise ValidationError(
                _("年份 %(year)04d 不对，请填 %(first)d 至 %(last)d 年之间的日期。"),
                params={"year": cleaned.year, "first": EARLIEST, "last": LATEST},
            )
        return cleaned


class PlausibleDateField(_Plausible, forms.DateField):
    pass


class PlausibleDateTimeField(_Plausible, forms.DateTimeField):
    pass


def take_over() -> None:
    """Have every form of the admin, the framework's own too, ask for plausible years."""
    register_form_field_override(
        models.DateField, override={"widget": AdminDateInput, "form_class": PlausibleDateField}
    )
    register_form_field_override(
        models.DateTimeField, override={"widget": AdminDateTimeInput, "form_class": PlausibleDateTimeField}
    )
