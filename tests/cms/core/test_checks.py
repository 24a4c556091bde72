"""Each check is silent about what stands and speaks of what is planted."""

import pytest
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from cms.core import checks
from cms.core.models import TaskRun
from cms.core.viewsets import RuledViewSet
from cms.events.models import Event
from search import registry
from search.documents import KINDS


def told(check, **planted) -> list[str]:
    return [f"{error.id} {error.obj.__name__}" for error in check(None, **planted)]


def test_nothing_is_forgotten():
    assert [error for error in run_checks() if error.id.startswith(("core.", "campaigns.", "public."))] == []


def test_public_record_that_forgot_its_search_document_is_told(monkeypatch):
    monkeypatch.delitem(registry._sources, Event)
    assert told(checks.public_records_are_found) == ["core.E001 Event"]


@isolate_apps("cms.core")
@pytest.mark.parametrize(("kind", "expected"), [(None, ["core.E001 Planted"]), ("", [])])
def test_only_what_says_so_need_not_be_found(kind, expected):
    class Planted(models.Model):
        search_kind = kind

        class Meta:
            app_label = "core"

        def get_absolute_url(self):
            return "/planted/"

    assert told(checks.public_records_are_found, models=[Planted, TaskRun]) == expected


def test_kind_without_a_name_is_told(monkeypatch):
    monkeypatch.delitem(KINDS, "event")
    assert told(checks.kinds_found_have_names) == ["core.E002 Event"]


@isolate_apps("cms.core")
def test_public_record_without_a_table_is_told():
    class Planted(models.Model):
        class Meta:
            app_label = "core"

        def get_absolute_url(self):
            return "/planted/"

    assert told(checks.public_records_have_a_table, models=[Planted, Event]) == ["core.E004 Planted"]


def test_table_that_forgot_who_may_see_it_is_told():
    table = {"model": Event, "name": "planted", "form_fields": []}
    forgetful = type("Forgetful", (RuledViewSet,), table)
    careful = type("Careful", (forgetful,), {"may_see": lambda self, user: False})
    told_of = told(checks.admin_tables_say_who_may_see, viewsets=[forgetful(), careful()])
    assert told_of == ["core.E003 Event"]
