import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.accounts.enums import Role
from cms.duties.enums import COUNTED_STATES, ActivityState
from cms.duties.models import ActivityRecord
from cms.duties.permissions import can_see_activity
from cms.duties.queries import (
    activities_to_see,
    district_figures,
    item_progress,
    items_owed_by,
    items_waiting_for,
    late_and_due,
    overdue_items,
    progress_of,
)
from cms.duties.services import correct_list, publish_list
from cms.duties.services.lists import approve_list
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import (
    ActivityFactory,
    DutyItemFactory,
    DutyListFactory,
    logger_of,
    published,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date


def _at(day: datetime.date, hour: int = 10) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def _approved(host, day, **kwargs):
    return ActivityFactory(host=host, starts_at=_at(day), state=ActivityState.APPROVED, **kwargs)


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def march_item(agency):
    item = DutyItemFactory(
        list__year=2026, agency=agency, starts_on=DAY(2026, 3, 1), ends_on=DAY(2026, 3, 31), required_count=2
    )
    published(item.list)
    return item


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (DAY(2026, 2, 28), False),
        (DAY(2026, 3, 1), True),
        (DAY(2026, 3, 31), True),
        (DAY(2026, 4, 1), False),
    ],
)
@pytest.mark.parametrize("hour", [0, 23])
def test_activity_counts_inside_the_window_of_the_local_day(day, hour, counts, agency, march_item):
    activity = _approved(agency, day, items=[march_item])
    ActivityRecord.objects.filter(pk=activity.pk).update(starts_at=_at(day, hour), ends_at=_at(day, hour))
    (progress,) = progress_of(agency, DAY(2026, 4, 2))
    assert progress.counted == int(counts)


@pytest.mark.parametrize("state", list(ActivityState), ids=str)
def test_only_approved_activities_count_towards_an_item(state, agency, march_item):
    ActivityFactory(host=agency, starts_at=_at(DAY(2026, 3, 5)), state=state, items=[march_item])
    (progress,) = progress_of(agency, DAY(2026, 3, 6))
    assert progress.counted == int(state in COUNTED_STATES)


@pytest.mark.parametrize(
    ("on", "waits", "overdue"),
    [
        (DAY(2026, 1, 1), False, False),
        (DAY(2026, 3, 1), True, False),
        (DAY(2026, 3, 31), True, False),
        (DAY(2026, 4, 1), True, True),
    ],
)
def test_lateness_is_of_the_day_asked(on, waits, overdue, agency, march_item):
    assert bool(items_waiting_for(agency, on)) is waits
    assert [row.item for row in overdue_items(on)] == ([march_item] if overdue else [])


@pytest.mark.parametrize(
    ("on", "late", "due"),
    [
        (DAY(2026, 3, 24), False, False),
        (DAY(2026, 3, 25), False, True),
        (DAY(2026, 3, 31), False, True),
        (DAY(2026, 4, 1), True, False),
    ],
)
def test_due_within_a_week_counts_today_and_the_last_day(on, late, due, agency, march_item):
    found = [[row.item for row in rows] for rows in late_and_due(on, datetime.timedelta(days=6))]
    assert found == [[march_item] if late else [], [march_item] if due else []]


def test_item_is_done_with_enough_activities_and_waits_no_more(agency, march_item):
    for day in (2, 3):
        _approved(agency, DAY(2026, 3, day), items=[march_item])
    assert items_waiting_for(agency, DAY(2026, 4, 1)) == []
    assert overdue_items(DAY(2026, 4, 1)) == []


def test_progress_survives_a_correction_of_the_list(agency, march_item):
    office = UserFactory(roles=[Role.OFFICE])
    activity = _approved(agency, DAY(2026, 3, 2), items=[march_item])
    second = correct_list(march_item.list, reason="措辞", actor=office)
    publish_list(approve_list(second, actor=UserFactory(roles=[Role.OFFICE])), actor=office)
    (progress,) = progress_of(agency, DAY(2026, 3, 6))
    assert (progress.item.list, progress.counted) == (second, 1)
    # Pointing at both versions is still one activity.
    activity.items.add(second.items.get())
    (progress,) = progress_of(agency, DAY(2026, 3, 6))
    assert progress.counted == 1


def test_common_item_is_done_in_the_district_when_every_agency_has_done_it(agency):
    item = DutyItemFactory(list__year=2026, agency=None, kind="common")
    published(item.list)
    other = AgencyFactory()
    AgencyFactory(is_active=False)
    _approved(agency, DAY(2026, 5, 1), items=[item])
    assert district_figures(2026).items_done == 0
    _approved(other, DAY(2026, 5, 1), items=[item])
    assert (district_figures(2026).items_done, district_figures(2026).items_total) == (1, 1)


SOME_ACTIVITY = st.tuples(
    st.sampled_from(list(ActivityState)),
    st.integers(0, 500),
    st.integers(0, 5000),
    st.sets(st.integers(0, 2)),
    st.sampled_from([2025, 2026]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SOME_ACTIVITY, max_size=6))
def test_each_activity_counts_once_however_many_items_it_serves(rows):
    with transaction.atomic():
        agency = AgencyFactory()
        duty_list = DutyListFactory(year=2026)
        items = [DutyItemFactory(list=duty_list, agency=agency) for _ in range(3)]
        published(duty_list)
        for state, onsite, online, served, year in rows:
            ActivityFactory(
                host=agency,
                state=state,
                onsite=onsite,
                online=online,
                starts_at=_at(DAY(year, 6, 1)),
                items=[items[index] for index in served],
            )
        counted = [row for row in rows if row[0] in COUNTED_STATES and row[4] == 2026]
        figures = district_figures(2026)
        assert figures.activities == len(counted)
        assert figures.onsite == sum(row[1] for row in counted)
        assert figures.online == sum(row[2] for row in counted)
        assert figures.items_total == 3
        assert figures.items_done == len({index for row in counted for index in row[3]})
        transaction.set_rollback(True)


def test_desk_costs_the_same_whatever_the_number_of_items(agency, django_assert_num_queries):
    duty_list = DutyListFactory(year=2026)
    items = [DutyItemFactory(list=duty_list, agency=agency) for _ in range(12)]
    published(duty_list)
    for item in items[:6]:
        _approved(agency, DAY(2026, 5, 1), items=[item])
    with django_assert_num_queries(4):
        assert len(progress_of(agency, DAY(2026, 5, 2))) == 12


@pytest.mark.parametrize("state", list(ActivityState), ids=str)
def test_the_rows_one_may_see_are_those_one_may_open(state, agency):
    activity = ActivityFactory(host=agency, state=state)
    accounts = [
        logger_of(agency),
        logger_of(AgencyFactory()),
        *(UserFactory(roles=[role]) for role in Role),
    ]
    for account in accounts:
        listed = activities_to_see(account).filter(pk=activity.pk).exists()
        assert listed is can_see_activity(account, activity)


@pytest.fixture
def spring_and_autumn(agency):
    """An item due once in March and once in September."""
    item = DutyItemFactory(
        list__year=2026,
        agency=agency,
        starts_on=DAY(2026, 3, 1),
        ends_on=DAY(2026, 9, 30),
        windows=[["2026-03-01", "2026-03-31"], ["2026-09-01", "2026-09-30"]],
        required_count=2,
    )
    published(item.list)
    return item


@pytest.mark.parametrize(
    ("days", "on", "counted", "done", "overdue", "due"),
    [
        ([], DAY(2026, 2, 1), 0, False, False, DAY(2026, 3, 31)),
        ([], DAY(2026, 4, 1), 0, False, True, DAY(2026, 3, 31)),
        ([DAY(2026, 3, 5)], DAY(2026, 4, 1), 1, False, False, DAY(2026, 9, 30)),
        ([DAY(2026, 3, 5), DAY(2026, 3, 6)], DAY(2026, 9, 1), 2, False, False, DAY(2026, 9, 30)),
        ([DAY(2026, 3, 5), DAY(2026, 6, 6)], DAY(2026, 10, 1), 1, False, True, DAY(2026, 9, 30)),
        ([DAY(2026, 3, 5), DAY(2026, 9, 6)], DAY(2026, 10, 1), 2, True, False, DAY(2026, 9, 30)),
    ],
)
def test_each_window_wants_an_activity(days, on, counted, done, overdue, due, agency, spring_and_autumn):
    for day in days:
        _approved(agency, day, items=[spring_and_autumn])
    progress = progress_of(agency, on)[0]
    assert (progress.counted, progress.is_done, progress.is_overdue, progress.due_on) == (
        counted,
        done,
        overdue,
        due,
    )
    assert [row.item for row in overdue_items(on)] == ([spring_and_autumn] if overdue else [])


def test_windows_give_way_to_days_moved_by_hand(spring_and_autumn):
    spring_and_autumn.ends_on = DAY(2026, 10, 31)
    assert spring_and_autumn.spans == ((DAY(2026, 3, 1), DAY(2026, 10, 31)),)


def test_item_still_to_be_announced_is_never_late_and_counts_what_was_done(agency):
    item = DutyItemFactory(list__year=2026, agency=agency, starts_on=None, ends_on=None)
    published(item.list)
    before = progress_of(agency, DAY(2026, 12, 31))[0]
    assert (before.days_left, before.is_overdue, before.is_due_soon, before.has_begun) == (
        None,
        False,
        False,
        False,
    )
    assert (overdue_items(DAY(2026, 12, 31)), items_waiting_for(agency, DAY(2026, 12, 31))) == ([], [])
    _approved(agency, DAY(2026, 12, 4), items=[item])
    assert progress_of(agency, DAY(2026, 12, 31))[0].is_done


def test_half_a_window_is_refused(agency):
    item = DutyItemFactory(agency=agency)
    item.ends_on = None
    with pytest.raises(ValidationError, match="起始日期与完成期限都要填写"):
        item.full_clean()


@pytest.mark.parametrize(
    ("due", "on", "left", "soon", "overdue"),
    [
        (DAY(2026, 12, 31), DAY(2026, 11, 30), 31, False, False),
        (DAY(2026, 12, 31), DAY(2026, 12, 1), 30, True, False),
        (DAY(2026, 12, 31), DAY(2026, 12, 30), 1, True, False),
        (DAY(2026, 12, 31), DAY(2026, 12, 31), 0, True, False),
        (DAY(2026, 11, 30), DAY(2026, 12, 1), -1, False, True),
        (DAY(2028, 3, 30), DAY(2028, 2, 28), 31, False, False),
        (DAY(2028, 3, 30), DAY(2028, 2, 29), 30, True, False),
        (DAY(2028, 2, 29), DAY(2028, 2, 29), 0, True, False),
        (DAY(2028, 2, 29), DAY(2028, 3, 1), -1, False, True),
    ],
)
def test_item_is_due_soon_from_the_thirtieth_day_to_the_last_and_late_after_it(
    agency, due, on, left, soon, overdue
):
    item = DutyItemFactory(list__year=due.year, agency=agency, starts_on=DAY(due.year, 1, 1), ends_on=due)
    published(item.list)
    row = progress_of(agency, on)[0]
    assert (row.days_left, row.is_due_soon, row.is_overdue) == (left, soon, overdue)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (DAY(2028, 1, 31), False), (DAY(2028, 2, 1), True), (DAY(2028, 2, 28), True),
        (DAY(2028, 2, 29), True), (DAY(2028, 3, 1), False),
    ],
)  # fmt: skip
def test_activity_counts_on_the_first_and_the_last_day_of_the_window(agency, day, counts):
    item = DutyItemFactory(
        list__year=2028, agency=agency, starts_on=DAY(2028, 2, 1), ends_on=DAY(2028, 2, 29)
    )
    published(item.list)
    _approved(agency, day, items=[item])
    assert progress_of(agency, DAY(2028, 3, 1))[0].is_done is counts


def test_duty_of_several_units_is_owed_by_each_and_done_by_each_for_itself():
    first, second, third = AgencyFactory(), AgencyFactory(), AgencyFactory()
    item = DutyItemFactory(list__year=2026, agency=first)
    item.joint.add(second)
    published(item.list)
    moment = timezone.make_aware(datetime.datetime(2026, 2, 3, 9))
    ActivityFactory(host=second, state="approved", starts_at=moment, items=[item])
    on = datetime.date(2026, 3, 1)
    assert [list(items_owed_by(each, 2026)) for each in (first, second, third)] == [[item], [item], []]
    done = {progress.agency: progress.is_done for progress in item_progress(item, on)}
    assert done == {first: False, second: True}
