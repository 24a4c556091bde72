"""The places in one's charge: seen, narrowed, confirmed with one tap; those of others are not there."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.places.factories import CommunityFactory, ServicePointFactory, VenueFactory
from tests.sites.portal.test_nominations import coordinator_of

pytestmark = pytest.mark.django_db
OLD = date(2024, 5, 1)
PLACES = "portal:places"


@pytest.fixture
def community():
    return CommunityFactory()


@pytest.fixture
def coordinator(client, community):
    user = coordinator_of(community)
    client.force_login(user)
    return user


def names(client, **asked) -> list[str]:
    return [each.name for _kind, each, _old in client.get(reverse(PLACES), asked).context["rows"]]


def test_own_places_are_listed_and_narrowed(client, community, coordinator):
    VenueFactory(place=community, name="法治园", checked_on=timezone.localdate())
    ServicePointFactory(place=community, name="工作室", checked_on=OLD)
    VenueFactory(name="别处的园")
    assert names(client) == ["法治园", "工作室"]
    assert names(client, stale="1") == ["工作室"]
    assert names(client, q="园") == ["法治园"]
    assert names(client, q="\0没有") == []


def test_one_tap_confirms_and_returns_to_the_list_as_it_was(client, community, coordinator):
    point = ServicePointFactory(place=community, name="工作室", checked_on=OLD)
    assert "阵地、站点请核验" in client.get(reverse("portal:home")).content.decode()
    address = reverse("portal:place_confirm", args=["point", point.pk])
    answer = client.post(address, {"stale": "1", "q": "工作"}, follow=True)
    point.refresh_from_db()
    assert point.checked_on == timezone.localdate()
    assert answer.redirect_chain == [(f"{reverse(PLACES)}?q=%E5%B7%A5%E4%BD%9C&stale=1", 302)]
    assert "“工作室”已核验。" in answer.content.decode()
    assert "阵地、站点请核验" not in client.get(reverse("portal:home")).content.decode()


@pytest.mark.parametrize("kind", ["venue", "point", "nothing"])
def test_place_of_another_is_not_there(client, coordinator, kind):
    factory = VenueFactory if kind == "venue" else ServicePointFactory
    elsewhere = factory(checked_on=OLD)
    assert client.post(reverse("portal:place_confirm", args=[kind, elsewhere.pk])).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.checked_on == OLD


def test_confirming_asks_for_a_post(client, community, coordinator):
    venue = VenueFactory(place=community, checked_on=OLD)
    assert client.get(reverse("portal:place_confirm", args=["venue", venue.pk])).status_code == 405


def test_only_who_may_be_in_charge_has_the_page(client):
    entered = []
    for role in Role:
        client.force_login(UserFactory(roles=[role]))
        if client.get(reverse(PLACES)).status_code == 200:
            entered.append(role)
    assert set(entered) == {
        Role.ADMINISTRATOR,
        Role.OFFICE,
        Role.AGENCY_LOGGER,
        Role.COMMUNITY_COORDINATOR,
    }


def test_list_costs_the_same_for_one_and_for_many(client, community, coordinator):
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse(PLACES))
        return len(counted)

    VenueFactory(place=community)
    ServicePointFactory(place=community)
    cost()
    once = cost()
    for _each in range(5):
        VenueFactory(place=community)
        ServicePointFactory(place=community)
    assert cost() == once


def test_office_finds_stale_facts_on_its_desk_and_narrows_the_tables(client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    VenueFactory(name="久未核验的园", checked_on=OLD)
    VenueFactory(name="新近核验的园", checked_on=timezone.localdate())
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ("久未核验的园" in home, "新近核验的园" in home) == (True, False)
    table = client.get(reverse("venue:index"), {"checked": "stale"}).content.decode()
    assert ("久未核验的园" in table, "新近核验的园" in table) == (True, False)
    assert client.get(reverse("venue:index"), {"checked": "nonsense"}).status_code == 200
