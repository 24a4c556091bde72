"""A year that nobody means is answered beside the field, in every form of the admin."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.plausible import (
    AHEAD,
    PastDateField,
    PastDay,
    PlannedMoment,
    PlausibleDateField,
    PlausibleDateTimeField,
    has_come,
    month_has_come,
    month_or_year_has_come,
)

TYPED = {PlausibleDateField: "%s-12-04", PlausibleDateTimeField: "%s-12-04 09:00"}


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("year", ["0001", "0026", "1899", "2099", "9999"])
def test_year_that_cannot_be_meant(field, year):
    with pytest.raises(Exception, match=f"年份 {year} 不对"):
        field().clean(TYPED[field] % year)


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("year", ["1900", "2026"])
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
        name
        for name in dated
        if not isinstance(fields[name], PlausibleDateField | PlausibleDateTimeField | PastDateField)
    ] == []


@pytest.mark.parametrize(("years", "taken"), [(AHEAD, True), (AHEAD + 1, False)])
def test_plans_reach_ten_years_ahead(years, taken):
    year = timezone.localdate().year + years
    assert _takes(PlausibleDateField().clean, f"{year}-12-31") is taken


@pytest.mark.parametrize(("days", "taken"), [(-1, True), (0, True), (1, False)])
def test_what_was_done_was_done_today_or_before(days, taken):
    day = timezone.localdate() + timedelta(days=days)
    assert [_takes(has_come, day), _takes(PastDateField().clean, day.isoformat())] == [taken, taken]


@pytest.fixture
def november(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 26))


@pytest.mark.parametrize(
    ("written", "taken"),
    [("2026-11", True), ("2026-12", False), ("1900-01", True), ("1899-12", False), ("1876-05", False),
     ("2026", False), ("2026-13", False), ("二〇二六", False)],
)  # fmt: skip
def test_month_of_birth_has_come(november, written, taken):
    assert _takes(month_has_come, written) is taken


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("2026", True),
        ("2027", False),
        ("2026-11", True),
        ("2026-12", False),
        ("1899", False),
        ("去年", False),
    ],
)
def test_time_of_building_has_come(november, written, taken):
    assert _takes(month_or_year_has_come, written) is taken


@pytest.mark.parametrize(("field", "path"), [(PastDay(), "DateField"), (PlannedMoment(), "DateTimeField")])
def test_a_kind_of_day_is_the_frameworks_field_to_the_database(field, path):
    assert field.deconstruct()[1:] == (f"django.db.models.{path}", [], {})
    assert field.db_type(connection) == getattr(models, path)().db_type(connection)


def _takes(check, value) -> bool:
    try:
        check(value)
    except ValidationError:
        return False
    return True
