"""The admin's home: what it costs does not grow with what waits, and its kept panels name all they read."""

import re

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.campaigns.services import submit
from cms.inbox.enums import MessageKind
from cms.inbox.services import send
from sites.kept_pages import UNSEEN
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory
from tests.cms.duties.factories import DutyItemFactory, DutyListFactory, published
from tests.quality.test_lists_are_flat import ROWS, _batch

pytestmark = pytest.mark.django_db
APP_OF = {model._meta.db_table: model._meta.app_label for model in apps.get_models(include_auto_created=True)}
BUDGET = 25
# More than any panel shows.
MANY = 9
WAITING = (
    "findings:index", "honour_applications:index", "honour_objections:index", "honour_titles:index",
    "law_impacts:index", "letters:index", "review_desk:index", "servicepoint:index", "task_runs:index",
    "venue:index",
)  # fmt: skip


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


def _add(office, numbers) -> None:
    """Some more of everything that the home tells of."""
    editor, today = UserFactory(roles=[Role.EDITOR]), timezone.localdate()
    for n in numbers:
        for name in WAITING:
            ROWS[name](n)
        _batch(n)
        send(office, MessageKind.ARRIVED, f"thing:{n}", "来了一件事", "/portal/", on=today)
        for writer in (editor, office):
            page = ArticlePageFactory(live=False, owner=writer)
            page.save_revision(user=writer)
            submit(page, actor=writer)


def _queries(client) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
    return [each["sql"] for each in queries]


def test_home_costs_the_same_whatever_waits(client, office):
    published(DutyItemFactory(list=DutyListFactory(year=timezone.localdate().year)).list)
    _add(office, range(MANY))
    _queries(client)
    once = _queries(client)
    _add(office, range(MANY, 2 * MANY))
    assert len(_queries(client)) == len(once)


def test_home_stays_within_its_budget_while_nothing_changes(client, office, settings):
    settings.KEPT_PAGES_SECONDS = 30
    caches["pages"].clear()
    _add(office, range(MANY))
    _queries(client)
    assert len(_queries(client)) <= BUDGET
    caches["pages"].clear()


def test_kept_panel_names_every_app_it_reads(client, office, monkeypatch):
    read = {}

    def made(request, key, make, *, of):
        with CaptureQueriesContext(connection) as queries:
            told = make()
        tables = {name for query in queries for name in re.findall(r'"(\w+)"', query["sql"])}
        read[key[0]] = {APP_OF[name] for name in tables if name in APP_OF} - UNSEEN - set(of)
        return told

    monkeypatch.setattr("sites.kept_parts.kept_part", made)
    published(DutyItemFactory(list=DutyListFactory(year=timezone.localdate().year)).list)
    _add(office, range(2))
    _queries(client)
    names = (
        "duty_desk", "honours", "law_days", "pages", "people", "questions", "stale_places", "stuck_pages",
        "volunteering", "year",
    )  # fmt: skip
    assert read == {name: set() for name in names}
