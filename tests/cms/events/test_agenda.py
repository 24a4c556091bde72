"""The agenda by month and week, and what it can be narrowed to."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from cms.campaigns.enums import DayRule
from cms.campaigns.models import Audience, LawDay, Setting
from cms.events.enums import EventState
from cms.events.queries.agenda import Narrowing, events_to_subscribe, month_of, newest_events, week_of
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.events.factories import EventFactory
from tests.cms.places.factories import CommunityFactory, VenueFactory

pytestmark = pytest.mark.django_db
ALL = Narrowing()


def at(*parts) -> datetime:
    return timezone.make_aware(datetime(*parts))


def held(first, last, **given):
    return EventFactory(starts_at=first, ends_at=last, **given)


def busy(days) -> dict[date, list]:
    return {each.day: list(each.events) for each in days if each.events}


@pytest.mark.parametrize(
    ("year", "month", "weeks", "first"),
    [(2027, 2, 4, date(2027, 2, 1)), (2026, 12, 5, date(2026, 11, 30)), (2026, 8, 6, date(2026, 7, 27))],
)
def test_month_is_whole_weeks_from_monday(year, month, weeks, first):
    found = month_of(year, month, ALL)
    assert (len(found), found[0][0].day, {len(week) for week in found}) == (weeks, first, {7})
    assert {each.day.month for week in found for each in week if each.is_inside} == {month}


def test_event_stands_on_every_day_on_which_it_is_on_by_the_clock_here():
    long = held(at(2026, 11, 30, 22), at(2026, 12, 2, 0))
    late = held(at(2026, 12, 6, 22), at(2026, 12, 6, 23, 59))
    held(at(2026, 12, 7, 0), at(2026, 12, 7, 1))
    assert busy(week_of(date(2026, 11, 30), ALL)) == {
        date(2026, 11, 30): [long],
        date(2026, 12, 1): [long],
        date(2026, 12, 2): [long],
        date(2026, 12, 6): [late],
    }


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
def test_agenda_shows_what_is_published(state):
    held(at(2026, 12, 4, 9), at(2026, 12, 4, 10), state=state)
    assert busy(week_of(date(2026, 11, 30), ALL)) == {}


def test_law_day_is_named_where_it_begins_and_where_a_week_begins_while_it_lasts():
    LawDay.objects.all().delete()
    LawDay.objects.create(name="宣传周", rule=DayRule.FIXED, month=12, day=4, lasts=5)
    LawDay.objects.create(name="宣传月", rule=DayRule.MONTH, month=12)
    named = [each.day for week in month_of(2026, 12, ALL) for each in week if each.law_days]
    assert named == [date(2026, 12, 4), date(2026, 12, 7)]


def test_days_off_and_made_up_days_are_told_and_none_where_no_notice_is_out():
    found = {each.day: each.rest for week in month_of(2026, 2, ALL) for each in week}
    assert (found[date(2026, 2, 14)], found[date(2026, 2, 16)], found[date(2026, 2, 8)]) == ("班", "休", "")
    assert {each.rest for week in month_of(2031, 10, ALL) for each in week} == {""}


def test_narrowed_by_town_setting_and_audience():
    community, elsewhere = CommunityFactory(), CommunityFactory()
    setting, audience = Setting.objects.create(name="进广场"), Audience.objects.create(name="骑手")
    at_a_venue = EventFactory(venue=VenueFactory(place=community))
    by_its_host = EventFactory(host=AgencyFactory(place=community))
    away = EventFactory(host=AgencyFactory(place=community), venue=VenueFactory(place=elsewhere))
    at_a_venue.settings.add(setting)
    by_its_host.audiences.add(audience)

    def found(**asked):
        return set(newest_events(Narrowing(**asked), 9))

    assert found() == {at_a_venue, by_its_host, away}
    assert found(town=community.parent.code) == {at_a_venue, by_its_host}
    assert found(setting=setting.name) == {at_a_venue}
    assert found(audience=audience.name, town=community.parent.code) == {by_its_host}
    assert found(town="没有这个街镇") == set()


def test_calendar_that_subscribes_hears_of_a_cancellation_and_not_of_a_draft():
    day = timezone.localdate()
    published, cancelled = EventFactory(), EventFactory(state=EventState.CANCELLED)
    EventFactory(state=EventState.DRAFT)
    assert set(events_to_subscribe(ALL, day)) == {published, cancelled}
