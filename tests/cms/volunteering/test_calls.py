"""A call for volunteers: whom it fits, who may call and answer, how many come, how their hours follow."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.events.services import cancel_event, publish_event, recall_event
from cms.inbox.models import Message
from cms.people.models import Appointment, ServiceRecord
from cms.people.queries import merit
from cms.people.services import verify_service
from cms.volunteering.enums import AnswerState, CallState
from cms.volunteering.models import Answer, Call
from cms.volunteering.queries.calls import calls_for, calls_of, matching
from cms.volunteering.services.attending import check_in, check_out, served, take_back_leaving
from cms.volunteering.services.calls import answer_call, cancel_call, open_call, remind_who_comes
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import logger_of
from tests.cms.events.factories import EventFactory
from tests.cms.people.factories import MembershipFactory, ServiceRecordFactory, VolunteerFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory, SubdistrictFactory
from tests.cms.volunteering.factories import (
    AnswerFactory,
    CallFactory,
    ProfileFactory,
    SkillFactory,
    next_saturday,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
# Two weeks before, on a morning.
PAST = {"call__event__starts_at": next_saturday(9) - dt.timedelta(days=14)}


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def volunteer(*skills, towns=(), times=(), **appointment):
    profile = ProfileFactory(skills=skills, towns=towns, times=list(times), **appointment)
    account = MembershipFactory(person=profile.appointment.person).user
    return profile.appointment, account


def test_call_fits_who_has_the_skill_serves_there_and_then_and_is_free():
    law, hands = SkillFactory(name="律师"), SkillFactory(name="手语")
    call = CallFactory(skill=law)
    town = call.place.parent
    fitting = [
        volunteer(law)[0],
        volunteer(law, hands, towns=[town], times=["weekend_morning"])[0],
        VolunteerFactory(speciality="律师、调解"),
    ]
    volunteer(hands)
    volunteer(law, towns=[SubdistrictFactory()])
    volunteer(law, times=["weekend_afternoon", "weekday_morning"])
    volunteer(law, appointment__state="left")
    VolunteerFactory(speciality="调解")
    busy = volunteer(law)[0]
    AnswerFactory(call=CallFactory(event=call.event, starts_at=call.starts_at + HOUR), appointment=busy)
    assert list(matching(call)) == fitting
    assert matching(CallFactory(skill=None, place=call.place)).count() == 5
    # What the database tells of all, each finds on the own page.
    everybody = Appointment.objects.volunteers().order_by("pk")
    assert [each for each in everybody if call in calls_for(each, timezone.now())] == fitting


@pytest.mark.parametrize(
    ("begins", "slot"),
    [
        (dt.datetime(2026, 10, 17, 11, 59), "weekend_morning"),
        (dt.datetime(2026, 10, 18, 12), "weekend_afternoon"),
        (dt.datetime(2026, 10, 19, 9), "weekday_morning"),
        # National Day on a Thursday, and the Saturday that is worked in return.
        (dt.datetime(2026, 10, 1, 18), "weekend_evening"),
        (dt.datetime(2026, 10, 10, 17, 59), "weekday_afternoon"),
    ],
    ids=str,
)
def test_part_of_the_week_is_that_of_the_beginning(begins, slot):
    assert Call(starts_at=timezone.make_aware(begins)).slot == slot


def test_those_it_fits_are_told_until_they_answer_and_find_it_on_their_page(office):
    law = SkillFactory()
    (fits, account), (other, _account), (_silent, still_asked) = volunteer(law), volunteer(), volunteer(law)
    event = EventFactory(starts_at=next_saturday(9))
    call = open_call(event, place=CommunityFactory(), skill=law, capacity=1, actor=office)
    unread = Message.objects.filter(read_at=None).order_by("pk")
    assert [message.user for message in unread] == [account, still_asked]
    now = timezone.now()
    assert (calls_for(fits, now), calls_for(other, now)) == ([call], [])
    answer_call(call, fits, comes=True, actor=account)
    assert calls_for(fits, now) == []
    assert [message.user for message in unread.all()] == [still_asked]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"event": {"state": "draft"}}, "发布之后"),
        ({"event": {"starts_at": timezone.now() - HOUR}}, "已经开始"),
        ({"words": "打19900001234"}, "请不要在这里写"),
        ({"starts_at": next_saturday(8)}, "起止时间之内"),
        ({"ends_at": next_saturday(22)}, "起止时间之内"),
        ({"event": {"ends_at": next_saturday(9) + 24 * HOUR}}, "同一天"),
        ({"capacity": 0}, "1"),
    ],
)
def test_call_that_breaks_a_rule_is_refused(changed, told, office):
    event = EventFactory(**{"starts_at": next_saturday(9)} | changed.pop("event", {}))
    with pytest.raises(RuleBroken, match=told):
        open_call(event, place=CommunityFactory(), actor=office, **{"capacity": 1} | changed)
    assert not Call.objects.exists()


def test_place_and_host_call_and_nobody_else(office):
    community, event = CommunityFactory(), EventFactory(starts_at=next_saturday(9))
    own = [office, coordinator_of(community), coordinator_of(community.parent), logger_of(event.host)]
    others = [coordinator_of(CommunityFactory()), UserFactory(roles=[Role.AGENCY_LOGGER]), volunteer()[1]]
    for actor in own:
        call = open_call(event, place=community, capacity=1, actor=actor)
        assert call in calls_of(actor)
    for actor in others:
        with pytest.raises(NotAllowed):
            open_call(event, place=community, capacity=1, actor=actor)
        with pytest.raises(NotAllowed):
            cancel_call(call, reason="下雨", actor=actor)
        assert list(calls_of(actor)) == []


def test_as_many_come_as_are_needed_and_a_place_given_back_is_free_again():
    call = CallFactory(capacity=1)
    (first, one), (second, two) = volunteer(), volunteer()
    answer_call(call, first, comes=True, actor=one)
    answer_call(call, first, comes=True, actor=one)
    with pytest.raises(RuleBroken, match="人已经够了"):
        answer_call(call, second, comes=True, actor=two)
    assert Answer.objects.count() == 1
    gone = answer_call(call, first, comes=False, actor=one)
    assert (gone.state, Call.objects.get().places_taken) == (AnswerState.WITHDRAWN, 0)
    answer_call(call, second, comes=True, actor=two)
    assert (Call.objects.get().places_taken, list(call.answers.coming())) == (1, [Answer.objects.last()])


def test_nobody_answers_for_another_nor_what_does_not_fit_nor_too_late(office):
    call = CallFactory(skill=SkillFactory())
    held, account = volunteer()
    for actor in (office, volunteer()[1]):
        with pytest.raises(NotAllowed):
            answer_call(CallFactory(), held, comes=True, actor=actor)
    with pytest.raises(RuleBroken, match="不符"):
        answer_call(call, held, comes=True, actor=account)
    assert answer_call(call, held, comes=False, actor=account).state == AnswerState.DECLINED
    cancel_call(call, reason="下雨", actor=office)
    with pytest.raises(RuleBroken, match="已经开始或取消"):
        answer_call(call, held, comes=False, actor=account)


def test_who_comes_is_told_that_it_is_cancelled(office):
    call, (held, account) = CallFactory(), volunteer()
    answer_call(call, held, comes=True, actor=account)
    assert cancel_call(call, reason="下雨", actor=office).state == CallState.CANCELLED
    message = Message.objects.get()
    assert (message.user, "下雨" in message.text) == (account, True)


def test_event_that_moves_leaves_the_call_to_be_answered_and_cancelled(office):
    call, (held, account) = CallFactory(), volunteer()
    call.event.starts_at += 48 * HOUR
    call.event.ends_at += 48 * HOUR
    call.event.save()
    answer_call(call, held, comes=True, actor=account)
    assert Call.objects.get().places_taken == 1
    assert cancel_call(call, reason="改期", actor=office).state == CallState.CANCELLED


def test_call_goes_with_its_event_and_who_comes_is_told_while_what_is_over_stays(office):
    call, (held, account) = CallFactory(), volunteer()
    answer_call(call, held, comes=True, actor=account)
    past = timezone.now() - HOUR
    over = CallFactory(event=call.event, starts_at=past - HOUR, ends_at=past)
    gone, other = CallFactory(event=call.event, state=CallState.CANCELLED), CallFactory()
    cancel_event(call.event, actor=office)
    states = dict(Call.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in (call, over, gone, other)] == [
        "cancelled",
        "open",
        "cancelled",
        "open",
    ]
    assert [(each.user, "已取消" in each.text) for each in Message.objects.all()] == [(account, True)]
    assert AuditEntry.objects.filter(action="volunteering.call.follow").count() == 1


@pytest.mark.parametrize(
    ("shift", "told"),
    [(0, "没有变"), (48, "已不在活动时间内")],
    ids=["other words", "another day"],
)
def test_event_announced_anew_reaches_who_comes_with_whether_the_call_still_holds(shift, told, office):
    call, (held, account), (gone, another) = CallFactory(capacity=2), volunteer(), volunteer()
    answer_call(call, held, comes=True, actor=account)
    answer_call(call, gone, comes=True, actor=another)
    answer_call(call, gone, comes=False, actor=another)
    for _time in range(2):
        call.event.refresh_from_db()
        recall_event(call.event, reason="改时间", actor=office)
        call.event.refresh_from_db()
        call.event.starts_at += shift * HOUR
        call.event.ends_at += shift * HOUR
        call.event.save()
        publish_event(call.event, actor=UserFactory(roles=[Role.REVIEWER]))
    assert {(each.user, told in each.text) for each in Message.objects.all()} == {(account, True)}
    assert call.answers.coming().count() == 1


@pytest.mark.parametrize(("days", "reminded"), [(2, 0), (1, 1), (0, 0), (-1, 0)])
def test_who_serves_tomorrow_is_reminded_once(days, reminded):
    call, (held, account), (_idle, _other) = CallFactory(), volunteer(), volunteer()
    answer_call(call, held, comes=True, actor=account)
    on = timezone.localdate(call.starts_at) - dt.timedelta(days=days)
    assert [remind_who_comes(on), remind_who_comes(on)] == [reminded, 0]
    assert [each.user for each in Message.objects.all()] == [account] * reminded


def test_place_passes_on_what_reaches_no_account(office):
    """Asked, reminded, moved and called off: whoever looks after the volunteer's place is told, by name."""
    call = CallFactory(place=CommunityFactory())
    without = ProfileFactory(appointment__community=call.place).appointment
    keeper, above = coordinator_of(call.place), coordinator_of(call.place.parent)
    answer_call(call, without, comes=True, actor=keeper)
    on = timezone.localdate(call.starts_at) - dt.timedelta(days=1)
    assert [remind_who_comes(on), remind_who_comes(on)] == [1, 0]
    cancel_call(call, reason="下雨", actor=office)
    told = [(each.user, str(without.person) in each.text) for each in Message.objects.order_by("pk")]
    assert told == [(keeper, True), (keeper, True)]
    keeper.is_active = False
    keeper.save()
    event = EventFactory(starts_at=next_saturday(9) + 24 * HOUR)
    open_call(event, place=call.place, capacity=1, actor=office)
    assert Message.objects.latest("pk").user == above


def test_many_without_an_account_are_counted_and_nobody_near_is_the_offices_to_tell(office):
    place = CommunityFactory()
    for _ in range(12):
        VolunteerFactory(community=place)
    open_call(EventFactory(starts_at=next_saturday(9)), place=place, capacity=1, actor=office)
    message = Message.objects.get()
    assert (message.user, "等 12 人" in message.text) == (office, True)


def test_for_who_has_no_account_the_own_place_that_calls_answers_and_nobody_else(office):
    call = CallFactory()
    near, far = VolunteerFactory(community=call.place), VolunteerFactory()
    answer_call(call, near, comes=True, actor=coordinator_of(call.place))
    for actor, held in (
        (coordinator_of(call.place), far),
        (coordinator_of(far.community), far),
        (logger_of(call.event.host), far),
        (UserFactory(roles=[Role.MEMBER]), far),
    ):
        with pytest.raises(NotAllowed):
            answer_call(call, held, comes=True, actor=actor)
    answer_call(call, far, comes=True, actor=office)
    assert call.answers.coming().count() == 2


def test_nobody_is_reminded_of_what_was_called_off_or_has_moved(office):
    on = timezone.localdate(next_saturday(9)) - dt.timedelta(days=1)
    cancelled, moved, off = CallFactory(), CallFactory(), CallFactory()
    for call in (cancelled, moved, off):
        held, account = volunteer()
        answer_call(call, held, comes=True, actor=account)
    cancel_call(cancelled, reason="下雨", actor=office)
    cancel_event(off.event, actor=office)
    moved.event.starts_at += 48 * HOUR
    moved.event.ends_at += 48 * HOUR
    moved.event.save()
    assert remind_who_comes(on) == 0


def minutes(call, after: int) -> dt.datetime:
    return call.starts_at + dt.timedelta(minutes=after, seconds=30)


@pytest.mark.parametrize(
    ("came", "went", "start", "end", "half_hours"),
    [
        (0, 120, 0, 120, 4),
        (-20, 200, 0, 120, 4),
        (10, 69, 10, 69, 1),
        (10, 70, 10, 70, 2),
        (100, 125, 100, 120, 0),
    ],
)
def test_whole_half_hours_count_and_never_more_than_the_call_lasted(came, went, start, end, half_hours):
    call = CallFactory.build(starts_at=next_saturday(9), ends_at=next_saturday(11))
    begins, ends, count = served(call, minutes(call, came), minutes(call, went))
    at = [(each - call.starts_at) // dt.timedelta(minutes=1) for each in (begins, ends)]
    assert (*at, count) == (start, end, half_hours)


def test_hours_follow_from_the_door_and_count_when_another_verifies_them(office):
    answer = AnswerFactory(call__skill=SkillFactory(name="律师"), **PAST)
    call, door = answer.call, logger_of(answer.call.event.host)
    with pytest.raises(RuleBroken, match="先签到"):
        check_out(call, code=answer.code, actor=door, at=minutes(call, 60))
    typed = f" {answer.code[:4].lower()}-{answer.code[4:]}"
    assert check_in(call, code=typed, actor=door, at=minutes(call, 5))[1]
    assert not check_in(call, code=answer.code, actor=door, at=minutes(call, 30))[1]
    assert check_out(call, code=answer.code, actor=door, at=minutes(call, 100))[1]
    held, is_new = check_out(call, code=answer.code, actor=door, at=minutes(call, 119))
    record = ServiceRecord.objects.get()
    assert (held.record, is_new, held.arrived_at) == (record, False, minutes(call, 5))
    assert (record.hours, f"{record.start:%H:%M}", record.minutes, record.post) == (
        Decimal("1.5"),
        "09:05",
        95,
        "律师",
    )
    assert (record.activity, record.recorder, record.verified_on) == (call.event.title, str(door), None)
    assert merit(answer.appointment.person).hours == 0
    verify_service(record, actor=office)
    assert merit(answer.appointment.person).hours == Decimal("1.5")


def test_leaving_pressed_by_mistake_is_taken_back_with_its_hours_until_they_are_verified(office):
    answer = AnswerFactory(**PAST)
    call, door = answer.call, logger_of(answer.call.event.host)
    with pytest.raises(RuleBroken, match="还没有签退"):
        take_back_leaving(answer, actor=door, at=minutes(call, 5))
    check_in(call, code=answer.code, actor=door, at=minutes(call, 0))
    check_out(call, code=answer.code, actor=door, at=minutes(call, 60))
    with pytest.raises(RuleBroken, match="只在服务当天"):
        take_back_leaving(answer, actor=door, at=minutes(call, 60 * 24))
    back = take_back_leaving(answer, actor=door, at=minutes(call, 61))
    assert (back.arrived_at, back.left_at, back.record) == (minutes(call, 0), None, None)
    assert ServiceRecord.objects.count() == 0
    held, is_new = check_out(call, code=answer.code, actor=door, at=minutes(call, 120))
    assert (is_new, held.record.hours) == (True, 2)
    with pytest.raises(NotAllowed):
        take_back_leaving(held, actor=UserFactory(), at=minutes(call, 121))
    verify_service(held.record, actor=office)
    with pytest.raises(RuleBroken, match="已经核实"):
        take_back_leaving(held, actor=door, at=minutes(call, 122))
    held.refresh_from_db()
    assert held.record.hours == 2


def test_office_that_stood_at_the_door_does_not_verify(office):
    answer = AnswerFactory(**PAST)
    check_in(answer.call, code=answer.code, actor=office, at=minutes(answer.call, 0))
    held, _is_new = check_out(answer.call, code=answer.code, actor=office, at=minutes(answer.call, 60))
    with pytest.raises(NotAllowed):
        verify_service(held.record, actor=office)


def test_less_than_half_an_hour_and_a_clock_that_runs_behind_leave_no_record(office):
    answer = AnswerFactory(**PAST)
    check_in(answer.call, code=answer.code, actor=office, at=minutes(answer.call, 20))
    held, _is_new = check_out(answer.call, code=answer.code, actor=office, at=minutes(answer.call, 10))
    assert (held.record, held.left_at == held.arrived_at) == (None, True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"at": PAST["call__event__starts_at"] + 24 * HOUR}, "只在服务当天"),
        ({"code": "WRONGCOD"}, "没有找到"),
    ],
)
def test_door_refuses_in_words(change, told, office):
    answer = AnswerFactory(**PAST)
    with pytest.raises(RuleBroken, match=told):
        check_in(
            answer.call, **{"code": answer.code, "at": minutes(answer.call, 0), "actor": office} | change
        )
    assert Answer.objects.get().arrived_at is None


def test_nobody_lets_themselves_in_and_no_stranger_does(office):
    answer = AnswerFactory(**PAST)
    MembershipFactory(user=office, person=answer.appointment.person)
    for actor in (office, coordinator_of(CommunityFactory()), UserFactory(roles=[Role.AGENCY_LOGGER])):
        with pytest.raises(NotAllowed):
            check_in(answer.call, code=answer.code, actor=actor, at=minutes(answer.call, 0))


def test_hours_elsewhere_at_that_time_are_told_at_the_door(office):
    answer = AnswerFactory(**PAST)
    local = timezone.localtime(answer.call.starts_at)
    ServiceRecordFactory(
        appointment=answer.appointment, date=local.date(), start=local.time(), activity="别处"
    )
    check_in(answer.call, code=answer.code, actor=office, at=minutes(answer.call, 0))
    with pytest.raises(RuleBroken, match="别处"):
        check_out(answer.call, code=answer.code, actor=office, at=minutes(answer.call, 60))
    assert Answer.objects.get().left_at is None
