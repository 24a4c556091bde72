"""Every day, year, number and listed word that people can set is bounded by what can be meant.

A new field of such a kind fails until its model bounds it, or it is entered below with its reason.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from cms.core.plausible import AHEAD, PastDay, PlannedDay, PlannedMoment, can_be_a_year
from cms.people import enums
from cms.people.imports import words
from cms.people.models import Person

MACHINE = "程序写的时间或计数，不由人填"
IMPORTED = "只由法规文本导入写入"
# What no person types, and why.
UNTYPED = {
    "accounts.SignInTries": {"tries": MACHINE, "until": MACHINE},
    "accounts.User": {"last_login": MACHINE, "date_joined": MACHINE},
    "core.TaskRun": {"attempts": MACHINE, "started_at": MACHINE, "finished_at": MACHINE},
    "core.Worker": {"pid": MACHINE, "started_at": MACHINE, "beaten_at": MACHINE},
    "duties.Evidence": {"position": "数据库约束为 1 至 9，程序编号"},
    "events.Registration": {"registered_at": MACHINE, "cancelled_at": MACHINE},
    "inbox.Message": {"sent_on": MACHINE, "read_at": MACHINE, "mailed_on": MACHINE},
    "intake.ImportBatch": {
        "as_of": MACHINE,
        "applied_at": MACHINE,
        "purged_at": MACHINE,
        "changes_kept": MACHINE,
        "imports": MACHINE,
    },
    "intake.ImportChange": {"order": MACHINE, "record": MACHINE},
    "intake.ImportRow": {
        "order": MACHINE,
        "record": MACHINE,
        "decided_at": MACHINE,
        "import_number": MACHINE,
    },
    "reviews.FrozenYear": {"year": MACHINE},
    "statutes.Article": {"order": IMPORTED, "number": IMPORTED, "suffix": IMPORTED},
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("cms.")]
IMPOSSIBLE = [date(1, 1, 1), date(1899, 12, 31), date(2099, 1, 1), date(9999, 12, 31)]
DAYS = (PastDay, PlannedDay, PlannedMoment)
OF_FRAMEWORK = {field.name for field in Page._meta.fields}


def _typed(kinds):
    """Every field of these kinds that people can set, but for the framework's own of a page."""
    for model in OURS:
        for field in model._meta.concrete_fields:
            of_page = issubclass(model, Page) and field.name in OF_FRAMEWORK
            clock = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
            if isinstance(field, kinds) and field.editable and not (clock or of_page or field.primary_key):
                yield model, field


def _parameters(kinds):
    for model, field in _typed(kinds):
        if not field.choices and field.name not in UNTYPED.get(model._meta.label, {}):
            yield pytest.param(field, id=f"{model._meta.label}.{field.name}")


def _refused(field, value) -> bool:
    if isinstance(field, models.DateTimeField):
        value = datetime(value.year, value.month, value.day, 12, tzinfo=UTC)
    try:
        field.clean(value, None)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("field", list(_parameters(models.DateField)))
def test_every_day_people_set_says_which_kind_it_is(field):
    assert isinstance(field, DAYS)
    assert [day for day in IMPOSSIBLE if not _refused(field, day)] == []
    assert not _refused(field, timezone.localdate())
    assert _refused(field, timezone.localdate() + timedelta(days=2)) == isinstance(field, PastDay)


@pytest.mark.parametrize("field", list(_parameters((models.IntegerField, models.DecimalField))))
def test_every_number_people_set_has_an_end(field):
    # Those of the field itself: the framework adds the database's own ends, which bound nothing.
    declared = field._validators
    assert [each for each in declared if isinstance(each, MaxValueValidator) or each is can_be_a_year] != []


def test_no_exception_outlives_its_reason():
    kinds = (models.DateField, models.IntegerField, models.DecimalField)
    known = {(model._meta.label, field.name) for model, field in _typed(kinds)}
    assert {(model, name) for model, names in UNTYPED.items() for name in names} - known == set()


def test_a_planted_field_is_found():
    assert not isinstance(models.DateField(), DAYS)
    assert not _refused(models.DateField(), date(1, 1, 1))
    number = models.PositiveIntegerField()
    assert number._validators == []


def _listed():
    for model, field in _typed(models.Field):
        if field.choices:
            yield pytest.param(field, id=f"{model._meta.label}.{field.name}")


@pytest.mark.parametrize("field", list(_listed()))
def test_a_word_that_is_not_listed_is_refused(field):
    assert _refused(field, "x")


@pytest.mark.parametrize(
    ("field", "known"),
    [
        ("gender", words.GENDERS),
        ("ethnicity", words.ETHNICITIES),
        ("political_status", words.POLITICAL_STATUSES),
        ("education", words.EDUCATIONS),
    ],
)
def test_forms_and_tables_list_the_same_words(field, known):
    """A field whose table has a list is a list in the form too."""
    assert [value for value, _ in Person._meta.get_field(field).choices] == list(known)


def test_every_choice_of_the_register_is_shown_as_it_is_kept():
    listed = (enums.GENDERS, enums.ETHNICITIES, enums.POLITICAL_STATUSES, enums.EDUCATIONS)
    assert [pair for each in listed for pair in each if pair[0] != pair[1]] == []


@pytest.mark.parametrize(("ahead", "refused"), [(0, False), (AHEAD, False), (AHEAD + 1, True), (-200, True)])
def test_a_year_is_one_that_can_be_meant(ahead, refused):
    field = apps.get_model("duties.DutyList")._meta.get_field("year")
    assert _refused(field, timezone.localdate().year + ahead) is refused
