"""Who takes back the consent to be shown is gone from every door to the outside, within a second."""

import json
import time

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.people.models import Consent
from sites.api.datasets import DATASETS
from sites.api.tasks import write_open_data
from tests.cms.people.factories import ConsentFactory, MembershipFactory, VolunteerFactory

pytestmark = pytest.mark.django_db
NAME = "沐清扬"


@pytest.fixture(autouse=True)
def _kept(settings, tmp_path):
    settings.KEPT_PAGES_SECONDS = 30
    settings.PRIVATE_ROOT = tmp_path
    for each in (cache, caches["pages"]):
        each.clear()
    yield
    for each in (cache, caches["pages"]):
        each.clear()


def doors(community) -> dict[str, str]:
    """Where somebody who agreed is shown, and where nobody ever is."""
    return {
        "directory": reverse("public:people"),
        "directory of a town": f"{reverse('public:people')}?town={community.parent.code}",
        "community": reverse("public:community", args=[community.code]),
        "open data": reverse("api:people"),
        "search": f"{reverse('public:search')}?q={NAME}",
        "search of programs": f"{reverse('api:search')}?q={NAME}",
        "feed": f"{reverse('public:search_feed')}?q={NAME}",
        "site map": reverse("public:site_map"),
        "addresses": reverse("public:sitemap"),
        "file for programs": reverse("api:file", args=["people.jsonl"]),
        "file for tables": reverse("api:file", args=["people.csv"]),
        "home": "/",
    }


def seen_at(community) -> set[str]:
    """The doors at which a stranger reads the name."""
    found = set()
    for door, url in doors(community).items():
        if NAME in _read(url):
            found.add(door)
    return found


def _read(url: str) -> str:
    """What a stranger is told, without the question that was asked."""
    response = Client().get(url)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response["Content-Type"].startswith("application/json"):
        told = json.loads(content)
        return str(told.get("results", told))
    text = content.decode()
    return text.replace(f"“{NAME}”", "").replace(f'value="{NAME}"', "").replace(f"：{NAME}", "")


def test_withdrawn_consent_is_gone_from_every_door_within_a_second(
    client, tmp_path, django_capture_on_commit_callbacks
):
    volunteer = VolunteerFactory(person__name=NAME, person__birth="1990-01")
    account = MembershipFactory(person=volunteer.person).user
    ConsentFactory(person=volunteer.person, purpose="listing", given_on=timezone.localdate())
    write_open_data.func()
    shown = {"directory", "directory of a town", "community", "open data"}
    # Asked twice, so that whatever keeps pages keeps these.
    assert [seen_at(volunteer.community) & shown for _ in range(2)] == [shown] * 2

    client.force_login(account)
    begun = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("portal:mine_consent"), {"purpose": "listing"})
    for url in (doors(volunteer.community)[door] for door in shown):
        assert NAME not in _read(url)
    assert time.monotonic() - begun < 1
    assert seen_at(volunteer.community) == set()
    assert Consent.objects.get().withdrawn_on == timezone.localdate()
    # Of people no file is ever written that could outlive what they agreed to.
    written = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert (bool(written), [each for each in written if NAME.encode() in each.read_bytes()]) == (True, [])
    assert DATASETS["people"].has_files is False
