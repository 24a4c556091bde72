"""Days, months and years that can be meant, by kind: a slip of the hand (0026, 9999) is told, never kept.

A model says of each date which kind it is; forms, services and imports all meet that one judgement.
"""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from search.chinese.dates import chinese_date

# The oldest person, venue and law in force; and how many years ahead an office plans.
EARLIEST, AHEAD = 1900, 10
is_month = RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])$", _("请写成 1978-02 的样子。"))
is_month_or_year = RegexValidator(r"^\d{4}(-(0[1-9]|1[0-2]))?$", _("请写成 2021-05 或 2021 的样子。"))


def can_be_planned(value: date | datetime) -> None:
    """Refuse a day so long ago, or so far ahead, that nobody means it."""
    can_be_a_year(_local(value).year)


def can_be_a_year(value: int) -> None:
    last = timezone.localdate().year + AHEAD
    if not EARLIEST <= value <= last:
        raise ValidationError(
            _("年份 %(year)04d 不对，请填 %(first)d 至 %(last)d 年之间的日期。"),
            params={"year": value, "first": EARLIEST, "last": last},
        )


def has_come(value: date) -> None:
    """Refuse a day after today, and one that cannot be meant."""
    can_be_planned(value)
    if value > timezone.localdate():
        raise ValidationError(_("%(day)s在将来，请核对。"), params={"day": chinese_date(value)})


def month_has_come(value: str) -> None:
    """Refuse what is not written 1978-02, a month after this one, and one that cannot be meant."""
    is_month(value)
    _has_begun(value)


def month_or_year_has_come(value: str) -> None:
    """As `month_has_come`; where no more is known, 1978 will do."""
    is_month_or_year(value)
    _has_begun(value)


def _has_begun(value: str) -> None:
    can_be_a_year(int(value[:4]))
    if value > timezone.localdate().isoformat()[: len(value)]:
        raise ValidationError(_("%(month)s 在将来，请核对。"), params={"month": value})


def _local(value: date | datetime) -> date | datetime:
    """A moment as the clock here shows it; at the ends of time, where no clock can, as it is."""
    try:
        return timezone.localtime(value) if isinstance(value, datetime) else value
    except (OverflowError, ValueError):
        return value


class PlausibleDateField(forms.DateField):
    default_validators = [can_be_planned]


class PlausibleDateTimeField(forms.DateTimeField):
    default_validators = [can_be_planned]


class PastDateField(forms.DateField):
    default_validators = [has_come]


class _Plain:
    """To the database, and so to migrations, a field of the framework."""

    form_class: type[forms.Field]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class PlannedDay(_Plain, models.DateField):
    """A day that has been or is planned."""

    default_validators = [can_be_planned]
    form_class = PlausibleDateField


class PlannedMoment(_Plain, models.DateTimeField):
    """A moment that has been or is planned."""

    default_validators = [can_be_planned]
    form_class = PlausibleDateTimeField


class PastDay(_Plain, models.DateField):
    """A day on which something was done: today, or before."""

    default_validators = [has_come]
    form_class = PastDateField


def take_over() -> None:
    """Have every form of the admin, the framework's own too, ask for plausible years."""
    for model_field, form_field, widget in (
        (models.DateField, PlausibleDateField, AdminDateInput),
        (models.DateTimeField, PlausibleDateTimeField, AdminDateTimeInput),
        (PastDay, PastDateField, AdminDateInput),
    ):
        register_form_field_override(model_field, override={"widget": widget, "form_class": form_field})
