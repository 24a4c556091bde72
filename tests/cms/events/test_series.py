"""An event that comes again: the days of its rhythm, and the drafts that are drawn up for them."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cms.accounts.enums import Role
from cms.campaigns.models import Setting
from cms.core import audit
from cms.core.errors import NotAllowed, RuleBroken
from cms.events.enums import EventState, Rhythm
from cms.events.models import Event, Series
from cms.events.queries.rhythms import days_of, fits
from cms.events.services import publish_event
from cms.events.services.series import MOST, extend_series, repeat_event
from tests.cms.accounts.factories import UserFactory
from tests.cms.events.factories import EventFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db
SATURDAY = date(2026, 9, 12)


@pytest.fixture
def editor():
    return UserFactory(roles=[Role.EDITOR])


@pytest.fixture
def event():
    """The second Saturday of September 2026, at nine."""
    starts_at = timezone.make_aware(datetime(2026, 9, 12, 9))
    made = EventFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), capacity=30)
    made.settings.add(Setting.objects.create(name="进广场"))
    return made


def series(rhythm, until, first=SATURDAY, **given) -> Series:
    return Series(rhythm=rhythm, starts_on=first, ends_on=until, **{"rests_on_holidays": False, **given})


def repeat(event, editor, **given) -> Series:
    usual = {
        "rhythm": Rhythm.FORTNIGHTLY,
        "ends_on": date(2026, 10, 24),
        "left_out": [],
        "rests_on_holidays": False,
    }
    return repeat_event(event, actor=editor, **{**usual, **given})


@pytest.mark.parametrize(
    ("rhythm", "first", "until", "days"),
    [
        (Rhythm.WEEKLY, SATURDAY, date(2026, 9, 26), ["9-12", "9-19", "9-26"]),
        (Rhythm.WEEKLY, SATURDAY, date(2026, 9, 25), ["9-12", "9-19"]),
        (Rhythm.FORTNIGHTLY, SATURDAY, date(2026, 10, 10), ["9-12", "9-26", "10-10"]),
        (Rhythm.NTH, SATURDAY, date(2026, 11, 14), ["9-12", "10-10", "11-14"]),
        # A fifth Saturday is not in every month.
        (Rhythm.NTH, date(2026, 8, 29), date(2026, 12, 31), ["8-29", "10-31"]),
        (Rhythm.LAST, date(2026, 9, 26), date(2026, 11, 30), ["9-26", "10-31", "11-28"]),
        (Rhythm.SAME_DAY, date(2026, 8, 31), date(2026, 12, 31), ["8-31", "10-31", "12-31"]),
    ],
)
def test_days_of_a_rhythm(rhythm, first, until, days):
    assert [f"{day.month}-{day.day}" for day in days_of(series(rhythm, until, first))] == days


@pytest.mark.parametrize(("rests", "held"), [(True, []), (False, ["2026-10-01"])])
def test_public_holiday_is_left_out_and_a_plain_weekend_is_not(rests, held):
    thursdays = series(Rhythm.WEEKLY, date(2026, 10, 8), date(2026, 9, 24), rests_on_holidays=rests)
    assert [str(day) for day in days_of(thursdays)] == ["2026-09-24", *held, "2026-10-08"]
    saturdays = series(Rhythm.WEEKLY, date(2026, 9, 19), rests_on_holidays=rests)
    assert len(days_of(saturdays)) == 2


def test_last_weekday_begins_on_a_last_one():
    assert (fits(Rhythm.LAST, date(2026, 9, 26)), fits(Rhythm.LAST, date(2026, 9, 19))) == (True, False)


@pytest.mark.parametrize(
    ("rhythm", "told"),
    [
        (Rhythm.WEEKLY, "每周六"),
        (Rhythm.FORTNIGHTLY, "每两周的星期六"),
        (Rhythm.NTH, "每月第二个星期六"),
        (Rhythm.LAST, "每月最后一个星期六"),
        (Rhythm.SAME_DAY, "每月12日"),
    ],
)
def test_rhythm_in_words(rhythm, told):
    assert series(rhythm, SATURDAY).told == told


def test_occasions_are_drafts_with_the_words_of_the_first(event, editor):
    made = repeat(event, editor, left_out=[date(2026, 10, 10)])
    drawn = list(made.events.exclude(pk=event.pk).order_by("starts_at"))
    assert [timezone.localtime(each.starts_at) for each in drawn] == [
        timezone.make_aware(datetime(2026, 9, 26, 9)), timezone.make_aware(datetime(2026, 10, 24, 9))
    ]  # fmt: skip
    for each in drawn:
        assert (each.title, each.capacity, each.state, each.places_taken) == (
            event.title,
            30,
            EventState.DRAFT,
            0,
        )
        assert each.ends_at - each.starts_at == timedelta(hours=2)
        assert list(each.settings.all()) == list(event.settings.all())


def test_neither_who_wrote_the_words_nor_who_repeated_them_publishes_an_occasion(event):
    writer, office = UserFactory(roles=[Role.OFFICE]), UserFactory(roles=[Role.OFFICE])
    audit.record(writer, "events.event.create", event)
    draft = repeat(event, office).events.filter(state=EventState.DRAFT).first()
    for one in (writer, office):
        with pytest.raises(NotAllowed, match="不能发布自己写的"):
            publish_event(draft, actor=one)
    assert publish_event(draft, actor=UserFactory(roles=[Role.OFFICE])).state == EventState.PUBLISHED


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"rhythm": Rhythm.LAST}, "rhythm", "不在这样的日子上"),
        ({"ends_on": date(2026, 9, 25)}, "ends_on", "没有下一场"),
        ({"rhythm": Rhythm.WEEKLY, "ends_on": SATURDAY + timedelta(weeks=MOST + 1)}, "ends_on", "要排 61 场"),
    ],
)
def test_what_makes_no_series_is_refused_and_nothing_is_drawn_up(given, field, message, event, editor):
    with pytest.raises(RuleBroken, match=message) as refused:
        repeat(event, editor, **given)
    assert list(refused.value.message_dict) == [field]
    assert (Series.objects.count(), Event.objects.count()) == (0, 1)


def test_as_many_as_a_year_of_weeks_and_some_are_drawn_up(event, editor):
    made = repeat(event, editor, rhythm=Rhythm.WEEKLY, ends_on=SATURDAY + timedelta(weeks=MOST))
    assert made.events.count() == MOST + 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AGENCY_LOGGER, Role.MEMBER])
def test_only_who_announces_events_repeats_them(role, event):
    with pytest.raises(NotAllowed):
        repeat(event, UserFactory(roles=[role]))


def test_event_of_a_series_begins_no_other(event, editor):
    repeat(event, editor)
    event.refresh_from_db()
    with pytest.raises(RuleBroken, match="已经属于一个系列"):
        repeat(event, editor)


def test_series_goes_on_from_where_it_ended_in_the_words_of_the_latest(event, editor):
    made = repeat(event, editor)
    latest = made.events.order_by("-starts_at").first()
    Event.objects.filter(pk=latest.pk).update(title="改了名的讲堂")
    extend_series(made, ends_on=date(2026, 11, 21), left_out=[date(2026, 11, 7)], actor=editor)
    added = made.events.filter(starts_at__gt=latest.starts_at)
    assert [(each.title, timezone.localdate(each.starts_at)) for each in added] == [
        ("改了名的讲堂", date(2026, 11, 21))
    ]
    made.refresh_from_db()
    assert (made.ends_on, made.left_out) == (date(2026, 11, 21), ["2026-11-07"])
    with pytest.raises(RuleBroken, match="要晚于"):
        extend_series(made, ends_on=date(2026, 11, 21), left_out=[], actor=editor)


def test_office_repeats_an_event_from_its_page(client, event):
    office = UserFactory(roles=[Role.OFFICE])
    client.force_login(office)
    take(
        client,
        "events",
        "repeat",
        event,
        rhythm="fortnightly",
        ends_on="2026-10-24",
        left_out="2026-10-10、2026-9-26",
    )
    made = Series.objects.get()
    assert (made.left_out, made.rests_on_holidays) == (["2026-09-26", "2026-10-10"], False)
    page = client.get(reverse("event_series:inspect", args=[made.pk])).content.decode()
    assert "每两周的星期六" in page
    wrong = take(
        client, "events", "repeat", EventFactory(), rhythm="weekly", ends_on="2026-10-24", left_out="国庆那天"
    )
    assert "看不懂“国庆那天”" in wrong.content.decode()


def test_public_sees_the_occasions_that_were_announced(client, editor):
    first = EventFactory(title="周末普法角")
    day = timezone.localdate(first.starts_at)
    made = repeat(
        first,
        editor,
        rhythm=Rhythm.WEEKLY,
        ends_on=day + timedelta(weeks=3),
        left_out=[day + timedelta(weeks=2)],
    )
    draft, cancelled = made.events.exclude(pk=first.pk).order_by("starts_at")
    Event.objects.filter(pk=cancelled.pk).update(state=EventState.CANCELLED)
    url = reverse("public:event_series", args=[made.pk])
    page = client.get(url).content.decode()
    assert (f"{first.get_absolute_url()}" in page, draft.get_absolute_url() in page) == (True, False)
    assert (cancelled.get_absolute_url() in page, "已取消" in page, "停办" in page) == (True, True, True)
    assert url in client.get(first.get_absolute_url()).content.decode()
    calendar = Calendar.from_ical(client.get(f"{url}series.ics").content)
    assert [str(each["status"]) for each in calendar.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]


def test_series_of_drafts_is_nobodys(client, editor):
    made = repeat(
        EventFactory(state=EventState.DRAFT, starts_at=timezone.make_aware(datetime(2026, 9, 12, 9))), editor
    )
    for name in ("event_series", "event_series_calendar"):
        assert client.get(reverse(f"public:{name}", args=[made.pk])).status_code == 404
