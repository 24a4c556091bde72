"""A year that nobody means is answered beside the field, in every form of the admin."""

import pytest
from django.apps import apps
from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.plausible import PlausibleDateField, PlausibleDateTimeField

TYPED = {PlausibleDateField: "%s-12-04", PlausibleDateTimeField: "%s-12-04 09:00"}


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("year", ["0001", "0026", "1899", "2101", "9999"])
def test_year_that_cannot_be_meant(field, year):
    with pytest.raises(Exception, match=f"年份 {year} 不对"):
        field().clean(TYPED[field] % year)


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("year", ["1900", "2026", "2100"])
def test_year_that_can_be_meant(field, year):
    assert field().clean(TYPED[field] % year).year == int(year)


@pytest.mark.parametrize("field", TYPED)
def test_no_date_is_no_year(field):
    assert field(required=False).clean("") is None


def _dated_models():
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("cms.")}
    for model in apps.get_models():
        dated = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.DateField) and field.editable
        ]
        if dated and model._meta.app_label in ours:
            yield pytest.param(model, dated, id=model._meta.label)


@pytest.mark.parametrize(("model", "dated"), list(_dated_models()))
def test_forms_of_the_admin_ask_it_of_every_date(model, dated):
    meta = type("Meta", (WagtailAdminModelForm.Meta,), {"model": model, "fields": dated})
    fields = type("Form", (WagtailAdminModelForm,), {"Meta": meta}).base_fields
    assert [
        name for name in dated if not isinstance(fields[name], PlausibleDateField | PlausibleDateTimeField)
    ] == []
