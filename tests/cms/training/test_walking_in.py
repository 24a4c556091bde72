"""Who comes without having signed up: a seat where one is free, of the own people alone."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.training.models import SignUp
from cms.training.services.signing_up import call_off
from cms.training.services.walking_in import walk_in
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import logger_of
from tests.cms.people.factories import AppointmentFactory, MembershipFactory, PersonFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory, VenueFactory
from tests.cms.training.factories import OpenSessionFactory, SignUpFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def session_of_today(capacity=1, **given):
    """Begun long ago, by the clock."""
    given = {"starts_on": TODAY, "ends_on": TODAY, "begins": time(0), "finishes": time(23, 59)} | given
    return OpenSessionFactory(capacity=capacity, **given)


def facts(session) -> tuple[int, int, int]:
    session.refresh_from_db()
    return session.places_taken, session.sign_ups.seated().count(), session.attendances.attended().count()


def test_free_seat_is_taken_and_the_person_has_come_once(office):
    session, person = session_of_today(), PersonFactory(name="欧阳若水")
    for _again in range(2):
        scan = walk_in(session, name=" 欧阳若水 ", actor=office)
        assert scan.sign_up.person == person
    assert facts(session) == (1, 1, 1)
    PersonFactory(name="后来的人")
    with pytest.raises(RuleBroken, match="名额已满"):
        walk_in(session, name="后来的人", actor=office)
    assert facts(session) == (1, 1, 1)


def test_seat_that_stayed_empty_goes_once_begun_to_who_waited_and_is_there(office):
    session = session_of_today(capacity=2)
    waiting = [SignUpFactory(session=session, waits=True, person__name=name) for name in ("甲", "乙")]
    walk_in(session, name="乙", actor=office)
    assert [SignUp.objects.get(pk=each.pk).waits for each in waiting] == [True, False]
    assert facts(session) == (1, 1, 1)


def test_who_waits_goes_first_until_it_begins(office):
    session = session_of_today(begins=None, finishes=None)
    first = SignUpFactory(session=session, waits=True, person__name="先来")
    PersonFactory(name="后到")
    with pytest.raises(RuleBroken, match="名额已满"):
        walk_in(session, name="后到", actor=office)
    assert (facts(session)[2], SignUp.objects.count()) == (0, 1)
    walk_in(session, name="先来", actor=office)
    first.refresh_from_db()
    assert (first.waits, *facts(session)) == (False, 1, 1, 1)


@pytest.mark.parametrize("tail", ["2222", " 2222", "２２２２"])
def test_namesakes_are_told_apart_by_the_phone(tail, office):
    session = session_of_today()
    PersonFactory(name="李梅", phone="13900001111")
    second = PersonFactory(name="李梅", phone="13900002222")
    with pytest.raises(RuleBroken, match="同名的有 2 人"):
        walk_in(session, name="李梅", actor=office)
    assert walk_in(session, name="李梅", tail=tail, actor=office).sign_up.person == second


def test_coordinator_takes_in_the_own_people_alone_and_other_places_sound_like_nobody():
    session = session_of_today(capacity=None, venue=VenueFactory(place=CommunityFactory()))
    actor = coordinator_of(session.venue.place)
    AppointmentFactory(community=session.venue.place, person__name="自己人")
    AppointmentFactory(person__name="外人")
    walk_in(session, name="自己人", actor=actor)
    said = set()
    for name in ("外人", "没有此人"):
        with pytest.raises(RuleBroken) as refused:
            walk_in(session, name=name, actor=actor)
        said.add(str(refused.value.messages))
    assert (len(said), *facts(session)) == (1, 1, 1, 1)


def test_nobody_takes_in_themselves_nor_at_another_door_nor_a_host_who_looks_after_nobody(office):
    agency = AgencyFactory()
    session = session_of_today(capacity=None, host=agency)
    person = MembershipFactory(user=office, person__name="本人").person
    with pytest.raises(NotAllowed, match="自己"):
        walk_in(session, name=person.name, actor=office)
    for actor in (coordinator_of(CommunityFactory()), UserFactory(roles=[Role.MEMBER])):
        with pytest.raises(NotAllowed):
            walk_in(session, name="本人", actor=actor)
    with pytest.raises(RuleBroken, match="名册上没有"):
        walk_in(session, name="本人", actor=logger_of(agency))
    assert facts(session) == (0, 0, 0)


@pytest.mark.parametrize("days", [-1, 1])
def test_only_on_the_day_and_not_once_called_off(days, office):
    day = TODAY + timedelta(days=days)
    PersonFactory(name="甲")
    with pytest.raises(RuleBroken, match="当天"):
        walk_in(session_of_today(starts_on=day, ends_on=day), name="甲", actor=office)
    off = session_of_today()
    call_off(off, reason="停电", actor=office)
    with pytest.raises(RuleBroken, match="取消"):
        walk_in(off, name="甲", actor=office)
    assert not SignUp.objects.exists()
