"""The way of nominations in the portal: each tier sees what waits for it, and nobody sees other places."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.audit import did
from cms.people.models import Nomination
from cms.places.models import PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.test_evidence import paper
from tests.cms.people.factories import AppointmentFactory, NominationFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db


def coordinator_of(*places):
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    for place in places:
        PlaceCoordinator.objects.create(user=user, place=place)
    return user


@pytest.fixture
def community():
    return CommunityFactory(name="柳林居委会")


def listed(client) -> str:
    return client.get(reverse("portal:nominations")).content.decode()


def take(client, verb, *nominations, **data):
    given = {"pk": [each.pk for each in nominations], "done_on": str(timezone.localdate())} | data
    return client.post(reverse("portal:nomination_take", args=[verb]), given, follow=True).content.decode()


def test_each_tier_finds_what_waits_for_it_in_front(client, community):
    waiting, elsewhere = NominationFactory(community=community), NominationFactory(state="opinion")
    client.force_login(coordinator_of(community))
    page = listed(client)
    assert ("等您“核实”（1 人）" in page, str(waiting.person) in page, str(elsewhere.person) in page) == (
        True,
        True,
        False,
    )
    client.force_login(coordinator_of(community.parent))
    page = listed(client)
    assert ("等您“" in page, "待居村核实" in page) == (False, True)


def test_several_are_taken_at_once_with_their_own_scores(client, community):
    both = [NominationFactory(community=community, state="exam") for _ in range(2)]
    client.force_login(coordinator_of(community.parent))
    scores = {f"score_{both[0].pk}": "91.5", f"score_{both[1].pk}": ""}
    assert "已办理 2 件" in take(client, "exam", *both, opinion="闭卷", **scores)
    assert [each.steps.get().score for each in both] == [Decimal("91.5"), None]
    assert {each.steps.get().opinion for each in both} == {"闭卷"}


def test_refusal_of_one_is_told_and_the_other_goes_on(client, community):
    good, bad = (NominationFactory(community=community, state="exam") for _ in range(2))
    client.force_login(coordinator_of(community.parent))
    page = take(client, "exam", good, bad, **{f"score_{bad.pk}": "一百"})
    assert ("已办理 1 件" in page, str(bad.person) in page) == (True, True)
    assert list(Nomination.objects.order_by("pk").values_list("state", flat=True)) == ["opinion", "exam"]


@pytest.mark.parametrize(
    ("verb", "data", "told"),
    [
        ("check", {"done_on": "2099-01-01"}, "不能是将来的日期"),
        ("check", {"done_on": "x"}, "请填写办理日期"),
        ("check", {"pk": []}, "请先勾选"),
        ("check", {"pk": ["x", "99999999999999999999"]}, "请先勾选"),
        ("refuse", {"opinion": " "}, "请写明理由"),
        ("appoint", {}, "先公示"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(verb, data, told, client, community):
    nomination = NominationFactory(community=community)
    client.force_login(coordinator_of(community))
    assert told in take(client, verb, nomination, **data)
    assert Nomination.objects.get().state == "check"


def test_page_of_one_shows_the_way_so_far_and_what_is_open(client, community):
    nomination = NominationFactory(community=community)
    client.force_login(coordinator_of(community))
    take(client, "check", nomination, opinion="情况属实")
    client.force_login(coordinator_of(community.parent))
    page = client.get(reverse("portal:nomination", args=[nomination.pk])).content.decode()
    assert ("情况属实" in page, "登记岗前培训</h2>" in page, "核实</h2>" in page) == (True, True, False)


def test_person_of_the_own_places_is_put_forward(client, community):
    held, stranger = AppointmentFactory(community=community), AppointmentFactory()
    client.force_login(coordinator_of(community))
    address = reverse("portal:nominations")
    given = {"person": held.person.pk, "community": community.pk, "role": "leader", "source": "self"}
    client.post(address, given)
    assert Nomination.objects.get().person == held.person
    again = client.post(address, given)
    assert (again.status_code, "不必重复推荐" in again.content.decode()) == (422, True)
    for wrong in (
        {"person": stranger.person.pk},
        {"community": stranger.community.pk},
        {"role": "volunteer"},
    ):
        assert client.post(address, given | wrong).status_code == 422
    assert Nomination.objects.count() == 1


STRANGERS = [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)]


@pytest.mark.parametrize("role", STRANGERS, ids=str)
def test_nomination_of_another_place_is_found_by_nobody(role, client):
    nomination = NominationFactory()
    user = UserFactory(roles=[role])
    PlaceCoordinator.objects.create(user=user, place=CommunityFactory())
    client.force_login(user)
    assert client.get(reverse("portal:nomination", args=[nomination.pk])).status_code == 404
    take(client, "check", nomination)
    assert Nomination.objects.get().state == "check"


def test_unknown_step_is_not_found(client, community):
    client.force_login(coordinator_of(community))
    assert client.post(reverse("portal:nomination_take", args=["jump"])).status_code == 404


def test_file_of_a_step_is_taken_away_by_its_tiers_only(client, community):
    nomination = NominationFactory(community=community)
    client.force_login(coordinator_of(community))
    page = take(client, "check", nomination, upload=paper("核实表.pdf"))
    assert "已办理 1 件" in page
    address = reverse("portal:nomination_file", args=[nomination.steps.get().pk])
    station, stranger = coordinator_of(community.parent), coordinator_of(CommunityFactory())
    for user, status in ((station, 200), (UserFactory(roles=[Role.OFFICE]), 200), (stranger, 404)):
        client.force_login(user)
        response = client.get(address)
        assert response.status_code == status
        if status == 200:
            assert b"".join(response.streaming_content).startswith(b"%PDF-")
            assert did(user, "people.nominationstep.download", to=nomination.steps.get())


def test_step_without_a_file_has_none_to_take_away(client, community):
    nomination = NominationFactory(community=community)
    client.force_login(coordinator_of(community))
    take(client, "check", nomination)
    address = reverse("portal:nomination_file", args=[nomination.steps.get().pk])
    assert client.get(address).status_code == 404
