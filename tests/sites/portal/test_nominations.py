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
from tests.cms.training.factories import AttendanceFactory

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
        ("check", {"done_on": "2030-01-01"}, "办理日期：2030年1月1日在将来"),
        ("check", {"done_on": "1026-01-01"}, "办理日期：年份 1026 不对"),
        ("check", {"done_on": ""}, "办理日期：请填写这一项"),
        ("check", {"opinion": "长" * 501}, "意见：最多 500 个字"),
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


def test_what_was_typed_into_a_refused_step_stands_there_once(client, community):
    both = [NominationFactory(community=community, state="exam") for _ in range(2)]
    client.force_login(coordinator_of(community.parent))
    typed = {"opinion": "闭卷考核", f"score_{both[0].pk}": "45", "done_on": "2026-01-05"}
    page = take(client, "exam", both[0], **typed)
    assert [mark in page for mark in ("闭卷考核</textarea>", 'value="45"', 'value="2026-01-05"')] == [
        True
    ] * 3
    assert page.count(" checked") == 1
    assert "闭卷考核" not in listed(client)
    one = take(client, "refuse", both[1], one="1", done_on="2026-01-06")
    assert [mark in one for mark in ("请写明理由", 'name="one"', 'value="2026-01-06"')] == [True] * 3


@pytest.mark.parametrize(
    ("state", "tier", "told"),
    [
        ("check", None, "还没有人的账号关联到那里，请联系普法办"),
        ("check", "community", "居安和"),
        ("training", None, "<dd>普法办</dd>"),
        ("training", "town", "居安和"),
        ("opinion", "community", "还没有人的账号关联到那里，请联系普法办"),
        ("opinion", "town", "居安和"),
        ("registration", None, "<dd>普法办</dd>"),
    ],
)
def test_page_of_one_says_for_whom_it_waits(state, tier, told, client, community):
    nomination = NominationFactory(community=community, state=state)
    if tier:
        user = coordinator_of(community if tier == "community" else community.parent)
        user.name = "居安和"
        user.save()
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = client.get(reverse("portal:nomination", args=[nomination.pk])).content.decode()
    assert told in page.split("等谁办理</dt>")[1].split("<dt>")[0]


def test_ended_nomination_waits_for_nobody(client, community):
    nomination = NominationFactory(community=community, state="refused")
    client.force_login(coordinator_of(community))
    assert "等谁办理" not in client.get(reverse("portal:nomination", args=[nomination.pk])).content.decode()


def test_home_says_what_waits_in_the_way(client, community):
    NominationFactory(community=community)
    NominationFactory(community=community, state="opinion")
    appointment = AppointmentFactory(community=community)
    appointment.ending_proposals.create(verb="leave", grounds="搬离本区")
    own, station = coordinator_of(community), coordinator_of(community.parent)
    for user, waits in (
        (own, ["#step-check"]),
        (station, ["#step-support", reverse("portal:endings")]),
        (coordinator_of(CommunityFactory()), []),
    ):
        client.force_login(user)
        page = client.get(reverse("portal:home")).content.decode()
        assert ("推荐与聘任</h2>" in page) == bool(waits)
        assert [each in page for each in ("#step-check", "#step-support", reverse("portal:endings"))] == [
            each in waits for each in ("#step-check", "#step-support", reverse("portal:endings"))
        ]


def test_namesakes_are_told_apart_and_the_office_looks_for_whom_it_puts_forward(client, community):
    AppointmentFactory(community=community, person__name="方知秋", person__birth="1985-03")
    client.force_login(coordinator_of(community))
    assert "方知秋（1985-03）</option>" in listed(client)
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = listed(client)
    assert ("</option>" in page, reverse("person:index") in page) == (False, True)


def test_training_that_is_recorded_stands_beside_the_step(client, community):
    came, absent = (NominationFactory(community=community, state="training") for _ in range(2))
    AttendanceFactory(person=came.person, session__title="岗前集中培训", hours="3.5")
    AttendanceFactory(person=came.person, hours="4.0")
    AttendanceFactory(person=absent.person, signed=False, hours=0)
    client.force_login(coordinator_of(community.parent))
    assert (listed(client).count("已参加培训"), "已参加培训 7.5 学时" in listed(client)) == (1, True)
    pages = [
        client.get(reverse("portal:nomination", args=[each.pk])).content.decode() for each in (came, absent)
    ]
    assert ["岗前集中培训" in page for page in pages] == [True, False]
    assert "参加过的培训" not in pages[1]


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
