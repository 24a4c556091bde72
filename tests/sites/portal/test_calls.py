"""Calls in the portal: a volunteer answers with two taps, the door takes codes, others see nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.agencies.models import AgencyMember
from cms.places.models import PlaceCoordinator
from cms.volunteering.models import Answer, Call
from tests.cms.accounts.factories import UserFactory
from tests.cms.events.factories import EventFactory
from tests.cms.people.factories import MembershipFactory, ServiceRecordFactory, VolunteerFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory
from tests.cms.volunteering.factories import (
    AnswerFactory,
    CallFactory,
    ProfileFactory,
    ServiceProofFactory,
    SkillFactory,
    next_saturday,
)

pytestmark = pytest.mark.django_db
CALLS = reverse("portal:calls")


def test_volunteer_answers_and_is_told_the_code(client):
    call, held = CallFactory(words="带上资料"), VolunteerFactory()
    client.force_login(MembershipFactory(person=held.person).user)
    assert "带上资料" in client.get(CALLS).content.decode()
    url = reverse("portal:call_answer", args=[call.pk])
    assert client.post(url, {"comes": "yes"}, follow=True).status_code == 200
    page = client.get(CALLS).content.decode()
    assert (Answer.objects.get().code in page, "来不了了" in page) == (True, True)
    client.post(url, {"comes": "no"})
    assert Call.objects.get().places_taken == 0


def test_coordinator_calls_and_keeps_the_door(client):
    community = CommunityFactory()
    client.force_login(coordinator_of(community))
    given = {
        "event": EventFactory(starts_at=next_saturday(9)).pk, "place": community.pk, "capacity": 2,
        "skill": SkillFactory().pk, "start": "09:30", "words": "答疑",
    }  # fmt: skip
    response = client.post(reverse("portal:call_new"), given)
    call = Call.objects.get()
    assert (response.url, call.starts_at) == (reverse("portal:call", args=[call.pk]), next_saturday(9.5))
    answer = AnswerFactory(call=call)
    response = client.post(response.url, {"code": answer.code, "arrive": "1"})
    assert (response.status_code, "只在服务当天" in response.content.decode()) == (422, True)
    client.post(reverse("portal:call", args=[call.pk]), {"cancel": "1", "reason": "下雨"})
    assert Call.objects.get().state == "cancelled"


def test_coordinator_writes_down_what_the_own_people_without_account_said(client):
    call = CallFactory(place=CommunityFactory())
    near, far, member = VolunteerFactory(community=call.place), VolunteerFactory(), MembershipFactory()
    VolunteerFactory(person=member.person, community=call.place)
    url = reverse("portal:call", args=[call.pk])
    client.force_login(coordinator_of(call.place))
    page = client.get(url).content.decode()
    listed = [f'name="for" value="{each}"' in page for each in (near.pk, far.pk)]
    assert (listed, str(member.person) in page) == ([True, False], False)
    page = client.post(url, {"for": near.pk, "comes": "yes"}, follow=True).content.decode()
    answer = Answer.objects.get()
    assert (answer.appointment, answer.code in page, "没有账号的合适人选" in page) == (near, True, False)
    for key in (far.pk, member.person.appointments.get().pk, "x"):
        assert client.post(url, {"for": key, "comes": "yes"}).status_code == 404


@pytest.mark.parametrize("given", [{}, {"event": "x"}, {"capacity": "0"}, {"start": "25:00"}])
def test_what_is_wrong_with_a_call_is_said(given, client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    assert client.post(reverse("portal:call_new"), given).status_code == 422


def test_leaving_pressed_by_mistake_is_taken_back_in_one_tap(client):
    today = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    answer = AnswerFactory(call__event__starts_at=today, arrived_at=today, left_at=today)
    url = reverse("portal:call", args=[answer.call.pk])
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    assert f'name="return" value="{answer.pk}"' in client.get(url).content.decode()
    page = client.post(url, {"return": answer.pk}, follow=True).content.decode()
    answer.refresh_from_db()
    assert (answer.left_at, f"已撤回{answer.appointment.person}的签退" in page) == (None, True)
    assert 'name="return"' not in page
    other = AnswerFactory()
    assert client.post(url, {"return": other.pk}).status_code == 404


@pytest.mark.parametrize(
    "given", [{"first": "2026-03-02", "last": "2026-03-01"}, {"first": "x", "last": ""}, {}]
)
def test_period_that_is_none_gives_no_table_for_the_city_and_is_said(given, client):
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    page = client.get(reverse("portal:city_table", args=["xlsx"]), given, follow=True)
    assert (page.redirect_chain, "后一天不早于前一天" in page.content.decode()) == ([(CALLS, 302)], True)


def test_places_to_choose_from_stand_under_their_town(client):
    one, other = CommunityFactory(), CommunityFactory()
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    field = client.get(reverse("portal:call_new")).context["form"].fields["place"]
    listed = {str(group): [str(label) for _key, label in places] for group, places in field.choices if group}
    assert listed == {str(each.parent): [str(each.parent), f"{each.parent} {each}"] for each in (one, other)}


def test_call_of_another_place_is_not_there(client):
    call = CallFactory()
    for user in (coordinator_of(CommunityFactory()), UserFactory(roles=[Role.AGENCY_LOGGER])):
        client.force_login(user)
        url = reverse("portal:call", args=[call.pk])
        assert (client.get(url).status_code, client.post(url, {"code": "X"}).status_code) == (404, 404)
    assert client.post(reverse("portal:call_answer", args=[call.pk]), {"comes": "yes"}).status_code == 404


def test_page_asks_the_database_as_often_for_many_as_for_one(client):
    """Of a volunteer of the office, who is asked for calls and reads the notices."""
    profile = ProfileFactory(skills=[SkillFactory()], towns=[SubdistrictFactory()])
    AnswerFactory(appointment=profile.appointment)
    place = CommunityFactory(parent=profile.towns.get())
    client.force_login(
        MembershipFactory(user=UserFactory(roles=[Role.OFFICE]), person=profile.appointment.person).user
    )

    def add():
        event = EventFactory(starts_at=next_saturday(14))
        CallFactory(event=event, skill=profile.skills.get(), place=place)
        proof = ServiceProofFactory(notice_until=timezone.localdate())
        ServiceRecordFactory(appointment=proof.appointment, date=proof.starts_on, verified_on=proof.ends_on)

    add()
    client.get(CALLS)
    with CaptureQueriesContext(connection) as few:
        client.get(CALLS)
    add(), add()
    with CaptureQueriesContext(connection) as many:
        page = client.get(CALLS).content.decode()
    assert (page.count("我来"), page.count("小时</p>")) == (3, 3)
    assert len(many) == len(few)


def test_calls_of_a_place_open_to_whoever_has_the_role_for_it_now(client):
    call, own = CallFactory(), CallFactory()
    once = UserFactory(roles=[Role.AGENCY_LOGGER])
    PlaceCoordinator.objects.create(user=once, place=call.place)
    AgencyMember.objects.create(user=once, agency=own.event.host)
    town, district = call.place.parent, call.place.parent.parent
    pages = [reverse("portal:call", args=[each.pk]) for each in (call, own, CallFactory(place=district))]
    seen = {
        who: [client.get(page).status_code for page in pages]
        for who, user in (
            ("role revoked", once), ("居村", coordinator_of(call.place)), ("街镇", coordinator_of(town)),
            ("district", coordinator_of(district)), ("office", UserFactory(roles=[Role.OFFICE])),
        )
        if client.force_login(user) is None
    }  # fmt: skip
    assert seen == {
        "role revoked": [404, 200, 404], "居村": [200, 404, 404], "街镇": [200, 404, 404],
        "district": [404, 404, 404], "office": [200, 200, 200],
    }  # fmt: skip
