"""The yearly rule: who falls short, the reasons, and whom the places are told of."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.inbox.models import Message
from cms.people.models import Appointment, RosterSetting, YearlyExcuse
from cms.people.queries.yearly import falling_short
from cms.people.services.yearly import excuse, remind_of_the_year
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, ServiceRecordFactory, VolunteerFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory
from tests.cms.training.factories import AttendanceFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("portal:yearly")
YEAR = timezone.localdate().year


def rule(sessions=0, hours=0):
    held = RosterSetting.load()
    held.yearly_sessions, held.yearly_hours = sessions, hours
    held.save()


def came(person, times=1, year=YEAR, signed=True):
    for number in range(times):
        session = TrainingSessionFactory(title=f"培训{person.pk}-{number}-{year}", starts_on=f"{year}-01-05")
        AttendanceFactory(session=session, person=person, signed=signed, **({} if signed else {"hours": 0}))


def served(person, half_hours, year=YEAR, verified=True):
    ServiceRecordFactory(
        appointment=person.appointments.get(),
        date=f"{year}-01-{5 if verified else 6:02d}",
        minutes=1000,
        half_hours=half_hours,
        verified_on=f"{year}-01-06" if verified else None,
    )


def short() -> list:
    return [each.appointment for each in falling_short(Appointment.objects.all(), YEAR)]


@pytest.mark.parametrize(
    ("sessions", "half_hours", "falls_short"), [(2, 0, False), (1, 0, True), (1, 19, True), (0, 20, False)]
)
def test_either_trainings_or_hours_will_do(sessions, half_hours, falls_short):
    rule(sessions=2, hours=10)
    held = AppointmentFactory()
    came(held.person, sessions)
    if half_hours:
        served(held.person, half_hours)
    assert short() == ([held] if falls_short else [])


def test_only_this_year_signed_and_verified_counts():
    rule(sessions=1, hours=1)
    held = AppointmentFactory()
    came(held.person, year=YEAR - 1)
    came(held.person, signed=False)
    served(held.person, 8, year=YEAR - 1)
    served(held.person, 8, verified=False)
    assert short() == [held]


def test_without_a_rule_and_outside_the_roster_nobody_falls_short():
    for state in ("left", "removed", "paused", "training"):
        AppointmentFactory(state=state)
    VolunteerFactory()
    rule(sessions=1)
    assert short() == []
    AppointmentFactory()
    rule()
    assert short() == []


def test_reason_is_noted_once_by_the_place():
    held = AppointmentFactory()
    with pytest.raises(NotAllowed):
        excuse(held, year=YEAR, kind="illness", words="", actor=coordinator_of(CommunityFactory()))
    actor = coordinator_of(held.community)
    with pytest.raises(RuleBroken, match="请不要"):
        excuse(held, year=YEAR, kind="illness", words="打 19900001234", actor=actor)
    excuse(held, year=YEAR, kind="illness", words="住院", actor=actor)
    with pytest.raises(RuleBroken, match="已有说明"):
        excuse(held, year=YEAR, kind="leave", words="", actor=actor)


@pytest.mark.parametrize(("month", "told"), [(9, 0), (10, 1)])
def test_places_are_reminded_in_the_last_quarter_of_those_without_a_reason(month, told):
    rule(sessions=1)
    held, excused = AppointmentFactory(), AppointmentFactory()
    user = coordinator_of(held.community)
    other = coordinator_of(excused.community)
    excuse(excused, year=YEAR, kind="leave", words="", actor=other)
    assert remind_of_the_year(date(YEAR, month, 1)) == told
    assert list(Message.objects.values_list("user", flat=True)) == [user.pk] * told


def test_page_lists_the_own_people_and_takes_reasons(client):
    rule(sessions=1)
    held, stranger = AppointmentFactory(), AppointmentFactory()
    client.force_login(coordinator_of(held.community))
    page = client.get(PAGE).content.decode()
    assert (str(held.person) in page, str(stranger.person) in page) == (True, False)
    client.post(PAGE, {"pk": held.pk, "kind": "illness", "words": "住院"})
    assert "生病：住院" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"pk": stranger.pk, "kind": "illness"}).status_code == 404
    assert client.post(PAGE, {"pk": "x", "kind": "illness"}).status_code == 404
    client.post(PAGE, {"pk": held.pk, "kind": "x"})
    assert YearlyExcuse.objects.count() == 1


def test_list_is_flat(client, django_assert_max_num_queries):
    rule(sessions=1)
    AppointmentFactory.create_batch(5)
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        assert client.get(PAGE).status_code == 200
