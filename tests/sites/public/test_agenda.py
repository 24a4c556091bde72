"""The agenda's pages, its calendar files and its feed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cms.events.enums import EventState
from tests.cms.events.factories import EventFactory
from tests.cms.places.factories import CommunityFactory, VenueFactory

pytestmark = pytest.mark.django_db


def page_of(client, name, *args, **query) -> str:
    return client.get(reverse(f"public:{name}", args=args), query).content.decode()


def moment(year, month, day, hour=9):
    return timezone.make_aware(datetime.datetime(year, month, day, hour))


@pytest.fixture
def event():
    """On the 4 December of this year."""
    year = timezone.localdate().year
    return EventFactory(
        title="法治讲堂",
        starts_at=moment(year, 12, 4),
        ends_at=moment(year, 12, 4, 11),
        published_at=timezone.now(),
    )


def test_month_and_week_show_the_event_and_lead_on(client, event):
    day = timezone.localdate(event.starts_at)
    year, week, _weekday = day.isocalendar()
    month_page = page_of(client, "events_month", day.year, 12)
    week_page = page_of(client, "events_week", year, week)
    for shown in (month_page, week_page):
        assert event.get_absolute_url() in shown
    assert reverse("public:events_month", args=[day.year + 1, 1]) in month_page
    assert reverse("public:events_month", args=[day.year, 11]) in month_page


@pytest.mark.parametrize(
    ("name", "args"),
    [("events_month", (0,)), ("events_month", (13,)), ("events_week", (0,)), ("events_week", (54,))],
)
def test_month_or_week_that_no_year_has_is_not_found(name, args, client):
    assert client.get(reverse(f"public:{name}", args=[2026, *args])).status_code == 404


@pytest.mark.parametrize(("away", "status"), [(5, 200), (6, 404), (-5, 200), (-6, 404)])
def test_crawler_that_follows_the_months_comes_to_an_end(away, status, client):
    year = timezone.localdate().year + away
    for name in ("events_month", "events_week"):
        assert client.get(reverse(f"public:{name}", args=[year, 2])).status_code == status
    if status == 200:
        edge = page_of(client, "events_month", year, 12 if away > 0 else 1)
        assert ('rel="next"' if away > 0 else 'rel="prev"') not in edge


@pytest.mark.parametrize("name", ["events_month", "events_week"])
def test_agenda_costs_the_same_whatever_its_length(name, client, django_assert_max_num_queries):
    start = moment(2026, 12, 1)
    for hours in range(20):
        EventFactory(
            starts_at=start + datetime.timedelta(hours=hours),
            ends_at=start + datetime.timedelta(hours=hours + 1),
            venue=VenueFactory(),
        )
    with django_assert_max_num_queries(13):
        shown = client.get(reverse(f"public:{name}", args=[2026, 12 if name == "events_month" else 49]))
    assert shown.content.decode().count("/events/") >= 20


def test_calendar_and_feed_are_narrowed_as_the_page_was(client):
    community = CommunityFactory()
    here = EventFactory(title="本街道的", venue=VenueFactory(place=community))
    EventFactory(title="别处的")
    query = {"town": community.parent.code}
    listed = page_of(client, "events", **query)
    assert f"{reverse('public:events_calendar')}?town={community.parent.code}" in listed
    calendar = Calendar.from_ical(client.get(reverse("public:events_calendar"), query).content)
    assert [str(each["uid"]) for each in calendar.walk("VEVENT")] == [f"event-{here.pk}@testserver"]
    feed = page_of(client, "events_feed", **query)
    assert ("本街道的" in feed, "别处的" in feed) == (True, False)


def test_narrowing_that_finds_nothing_leads_back_to_all(client, event):
    shown = page_of(client, "events", setting="没有这一类")
    assert "没有符合条件的活动" in shown


def test_calendar_of_one_event_says_when_it_was_called_off(client, event):
    url = reverse("public:event_calendar", args=[event.pk])
    assert url in client.get(event.get_absolute_url()).content.decode()
    type(event).objects.filter(pk=event.pk).update(state=EventState.CANCELLED)
    response = client.get(url)
    (found,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert (response["Content-Type"], str(found["status"])) == ("text/calendar; charset=utf-8", "CANCELLED")


@pytest.mark.parametrize(
    "words", [{"state": EventState.DRAFT, "published_at": None}, {"state": EventState.DRAFT}]
)
def test_draft_and_what_was_taken_back_are_in_no_calendar_and_no_feed(words, client, event):
    type(event).objects.filter(pk=event.pk).update(**words)
    assert client.get(reverse("public:event_calendar", args=[event.pk])).status_code == 404
    for name in ("events_calendar", "events_feed"):
        assert event.title not in page_of(client, name)


@pytest.mark.parametrize("today", [datetime.date(2026, 6, 1), datetime.date(2030, 6, 1)])
@pytest.mark.parametrize("years", [-5, 5])
def test_views_at_either_end_of_the_agenda_lead_to_pages_that_are_there(today, years, client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *moment: today)
    year = today.year + years
    month = 1 if years < 0 else 12
    last = datetime.date(year, 12, 28).isocalendar().week
    for page in (f"/events/{year}/{month}/", f"/events/{year}/week/{1 if years < 0 else last}/"):
        views = client.get(page).context["views"]
        assert [client.get(views[name]).status_code for name in ("month", "week")] == [200, 200], page
