"""Hours by rule: who came late, left early, came twice; out of the scans, in whatever order."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.training.models import Scan, TrainingSession
from cms.training.queries.crediting import Stay, hours_earned, stays_of, time_in_room

DAY, NEXT = date(2026, 5, 16), date(2026, 5, 17)


def session(hours="3", days=1, begins=time(9), finishes=time(12)):
    return TrainingSession(
        hours=Decimal(hours) if hours else None,
        starts_on=DAY,
        ends_on=DAY + timedelta(days=days - 1),
        begins=begins,
        finishes=finishes,
    )


@pytest.mark.parametrize(
    ("came", "left", "earned"),
    [
        (None, None, "3"),
        ((8, 0), (13, 0), "3"),
        # A quarter of an hour late or early costs nothing; a minute more counts as it was.
        ((9, 15), (11, 45), "3"),
        ((9, 16), None, "2.5"),
        (None, (11, 44), "2.5"),
        ((9, 30), None, "2.5"),
        ((9, 31), None, "2"),
        ((10, 0), (11, 0), "1"),
        ((11, 50), None, "0"),
        ((12, 30), None, "0"),
        (None, (8, 50), "0"),
    ],
)
def test_late_and_early_are_counted_by_the_half_hour(came, left, earned):
    stay = Stay(DAY, came and time(*came), left and time(*left))
    assert hours_earned(session(), [stay], 15) == Decimal(earned)


def test_time_outside_in_between_does_not_count():
    stays = [Stay(DAY, time(9), time(10)), Stay(DAY, time(11))]
    assert hours_earned(session(), stays, 15) == 2


@pytest.mark.parametrize(
    ("stays", "given", "minutes"),
    [
        ([Stay(DAY)], {}, 180),
        ([Stay(DAY, time(8), time(13))], {}, 180),
        ([Stay(DAY, time(9), time(9, 30)), Stay(DAY, time(11, 30))], {}, 60),
        ([Stay(DAY, time(9, 0, 59), time(9, 30, 59)), Stay(DAY, time(12, 30))], {}, 30),
        ([Stay(DAY, time(10)), Stay(NEXT, None, time(10))], {"days": 2}, 180),
        ([Stay(DAY)], {"finishes": None}, 0),
        ([], {}, 0),
    ],
)
def test_time_in_the_room_is_within_the_hours_of_the_session(stays, given, minutes):
    assert time_in_room(session(**given), stays) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("stays", "given", "earned"),
    [
        ([Stay(DAY)], {"days": 2, "hours": "7"}, "3.5"),
        ([Stay(DAY), Stay(NEXT)], {"days": 2, "hours": "7"}, "7"),
        ([Stay(DAY), Stay(NEXT, time(10, 30))], {"days": 2, "hours": "6"}, "4.5"),
        ([Stay(DAY, time(11, 30))], {"begins": None, "finishes": None}, "3"),
        ([Stay(DAY)], {"hours": "2.7"}, "2.7"),
        ([Stay(DAY)], {"hours": None}, "0"),
        ([], {}, "0"),
    ],
)
def test_days_count_the_same_and_a_whole_session_gives_all_its_hours(stays, given, earned):
    assert hours_earned(session(**given), stays, 15) == Decimal(earned)


def scan(way, hour, minute=0, day=DAY, pk=None):
    at = None if hour is None else timezone.make_aware(datetime.combine(day, time(hour, minute)))
    return Scan(pk=pk, way=way, at=at and at.astimezone(UTC))


def test_first_way_in_and_first_way_out_count_in_whatever_order_they_came():
    scans = [scan("out", 12, 5), scan("in", 9, 10), scan("out", 12), scan("in", 9), scan("in", 8, 55)]
    stays, idle = stays_of(scans)
    assert stays == [Stay(DAY, time(8, 55), time(12))]
    assert sorted(timezone.localtime(each.at).time() for each in idle) == [time(9), time(9, 10), time(12, 5)]


def test_who_was_only_seen_to_leave_has_no_stay_and_a_night_ends_one():
    only = scan("out", 12)
    assert stays_of([only]) == ([], [only])
    assert stays_of([scan("in", None)]) == ([], [])
    scans = [scan("in", 9), scan("in", 9, day=NEXT), scan("out", 11, day=NEXT)]
    assert stays_of(scans) == ([Stay(DAY, time(9)), Stay(NEXT, time(9), time(11))], [])
