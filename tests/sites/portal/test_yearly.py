"""The yearly rule: who falls short, the reasons, and whom the places are told of."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.inbox.models import Message
from cms.people.models import Appointment, EndingProposal, RosterSetting, YearlyExcuse
from cms.people.queries.yearly import falling_short
from cms.people.services.yearly import excuse, remind_of_the_year
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    MembershipFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)
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


def test_person_with_an_account_is_told_what_is_missing():
    rule(sessions=2, hours=10)
    held = AppointmentFactory()
    came(held.person)
    account = MembershipFactory(person=held.person).user
    on = date(YEAR, 11, 1)
    assert [remind_of_the_year(on), remind_of_the_year(on)] == [1, 0]
    message = Message.objects.get()
    assert (message.user, message.link) == (account, reverse("portal:mine"))
    assert "参加培训 2 次或者核实的服务满 10 小时，您现有培训 1 次、服务 0 小时" in message.text


def test_year_that_has_ended_is_reviewed_after_new_year(client):
    rule(sessions=1)
    held = AppointmentFactory()
    late = AppointmentFactory(community=held.community)
    Appointment.objects.filter(pk=held.pk).update(created_at=timezone.now() - timedelta(days=400))
    came(held.person)
    client.force_login(coordinator_of(held.community.parent))
    assert str(held.person) not in client.get(PAGE).content.decode()
    last = {"year": str(YEAR - 1)}
    page = client.get(PAGE, last).content.decode()
    # Who was not there yet has nothing to make up for.
    assert (str(held.person) in page, str(late.person) in page, f"{YEAR - 1}年度要求" in page) == (
        True, False, True,
    )  # fmt: skip
    client.post(PAGE, {"pk": held.pk, "kind": "illness", **last})
    assert YearlyExcuse.objects.get().year == YEAR - 1
    client.post(PAGE, {"pk": held.pk, "verb": "pause", **last})
    assert f"{YEAR - 1}年参加培训0次" in EndingProposal.objects.get().grounds
    for asked in ("x", str(YEAR + 1), "1999"):
        assert f"{YEAR}年度要求" in client.get(PAGE, {"year": asked}).content.decode()


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
    with django_assert_max_num_queries(18):
        assert client.get(PAGE).status_code == 200


def test_station_proposes_several_at_once_and_only_those_who_fall_short(client):
    rule(sessions=2)
    here = CommunityFactory()
    late, open_one, enough, unchosen = (AppointmentFactory(community=here) for _ in range(4))
    elsewhere = AppointmentFactory()
    came(late.person, 1)
    came(enough.person, 2)
    open_one.ending_proposals.create(verb="leave", grounds="搬离本区")
    client.force_login(coordinator_of(here.parent))
    page = client.get(PAGE)
    assert page.context["may_propose"] == {late.pk, open_one.pk, unchosen.pk}
    assert page.context["proposed"] == {open_one.pk}
    chosen = [each.pk for each in (late, open_one, enough, elsewhere)]
    told = client.post(PAGE, {"verb": "pause", "words": "多次通知未到。", "pk": chosen}, follow=True)
    assert [str(each) for each in told.context["messages"]] == [
        f"{open_one.person}：这项任用已有建议在办理，不必重复提出。",
        "已提出 1 项建议，请听取本人意见。",
    ]
    made = EndingProposal.objects.get(verb="pause")
    grounds = f"{YEAR}年参加培训1次、核实的服务0小时，未达到年度要求。多次通知未到。"
    assert (made.appointment, made.grounds) == (late, grounds)


@pytest.mark.parametrize(
    ("data", "told"),
    [({"verb": "pause"}, "请先勾选"), ({"verb": "x"}, "不能这样办理"), ({"verb": "pause", "pk": ["x"]}, "")],
)
def test_what_cannot_be_proposed_is_told(data, told, client):
    rule(sessions=2)
    held = AppointmentFactory()
    client.force_login(coordinator_of(held.community.parent))
    pk = {"pk": [held.pk]} if data["verb"] == "x" else {}
    assert told in client.post(PAGE, data | pk, follow=True).content.decode()
    assert not EndingProposal.objects.exists()


def test_community_itself_is_offered_no_proposal_and_none_is_taken(client):
    rule(sessions=2)
    held = AppointmentFactory()
    client.force_login(coordinator_of(held.community))
    assert client.get(PAGE).context["may_propose"] == set()
    assert (
        "由街镇司法所提出"
        in client.post(PAGE, {"verb": "pause", "pk": held.pk}, follow=True).content.decode()
    )
    assert not EndingProposal.objects.exists()
