"""A button stands only where what it leads to is allowed, and what is refused says why."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import DutyItemFactory, DutyListFactory, published
from tests.cms.events.factories import EventFactory
from tests.quality.test_addresses import TABLES

pytestmark = pytest.mark.django_db
PAGES = ("index", "inspect", "history", "usage", "edit")
DOORS = ("edit", "delete")


def _published_item():
    item = DutyItemFactory()
    published(item.list)
    return item


# Records that nobody may change as they stand, and one of each kind that may be.
FROZEN = {
    "events": lambda: EventFactory(state="published"),
    "duty_lists": lambda: published(DutyListFactory()),
    "duty_items": _published_item,
}
OPEN = {
    "events": lambda: EventFactory(state="draft"),
    "duty_lists": DutyListFactory,
    "duty_items": DutyItemFactory,
}


@pytest.fixture
def office(client):
    person = UserFactory(roles=[Role.OFFICE])
    client.force_login(person)
    return person


def doors_shown(client, name, row) -> set[str]:
    """Which doors of the record any page about it leads to."""
    doors = {door: reverse(f"{name}:{door}", args=[row.pk]) for door in DOORS}
    shown = set()
    for page in PAGES:
        answer = client.get(reverse(f"{name}:{page}", args=[] if page == "index" else [row.pk]))
        if answer.status_code == 200:
            text = answer.content.decode()
            shown |= {door for door, address in doors.items() if f'href="{address}' in text}
    return shown


@pytest.mark.parametrize("name", FROZEN)
def test_frozen_record_shows_no_door_that_is_shut(client, office, name):
    assert doors_shown(client, name, FROZEN[name]()) == set()


@pytest.mark.parametrize("name", OPEN)
def test_open_record_shows_its_doors(client, office, name):
    assert doors_shown(client, name, OPEN[name]()) == {"edit", "delete"}


def test_list_without_a_download_gives_none(client):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=True))
    empty = []
    for name in sorted(TABLES):
        answer = client.get(reverse(f"{name}:index"), {"export": "csv"})
        if answer.status_code == 200:
            lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
            empty += [name] if not lines or not all(line.strip() for line in lines) else []
        elif answer.status_code != 404:
            empty.append(name)
    assert empty == []
