"""A part is made anew when a record it shows has changed, and only then; it names all apps it reads."""

import re

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.campaigns.models import CampaignPage
from cms.events.models import Event
from sites.kept_pages import UNSEEN, _name, forget
from sites.public.templatetags import site_tags
from sites.public.views import agenda, places, statutes
from sites.public.views import pages as tree_pages
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, DutyListFactory, published
from tests.cms.events.factories import EventFactory
from tests.cms.people.factories import AppointmentFactory
from tests.cms.places.factories import ServicePointFactory, VenueFactory
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db
APP_OF = {model._meta.db_table: model._meta.app_label for model in apps.get_models(include_auto_created=True)}


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.KEPT_PAGES_SECONDS = 30
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def made(monkeypatch):
    """What was made: the name of each part with the apps it read and did not name."""
    found = []

    def told(request, key, make, *, of=None, **kwargs):
        def asked():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                value = make()
            tables = {name for query in queries for name in re.findall(r'"(\w+)"', query["sql"])}
            read = {APP_OF[name] for name in tables if name in APP_OF}
            found.append((key[0], read - UNSEEN - set(of) if of is not None else set()))
            return value

        return kept(request, key, asked, of=of, **kwargs)

    kept = site_tags.kept_part
    for room in (site_tags, tree_pages, agenda, places, statutes):
        monkeypatch.setattr(room, "kept_part", told)
    return found


@pytest.fixture
def pages():
    """The pages that are kept in parts, with something of each kind to show."""
    today = timezone.localdate()
    article = ArticleFactory()
    law = article.version.law
    campaign = CampaignPageFactory(title="宪法宣传周", starts_on=today, ends_on=today, laws=[law])
    ArticlePageFactory(parent=campaign)
    venue = VenueFactory(longitude="121.4", latitude="31.2")
    ServicePointFactory(longitude="121.41", latitude="31.21")
    event = EventFactory(state="published", campaign=campaign, venue=venue, starts_at=timezone.now())
    item = DutyItemFactory(list=DutyListFactory(year=today.year))
    for each in (event, item):
        each.laws.add(law)
    published(item.list)
    activity = ActivityFactory(state="published", campaign=campaign, event=event, items=[item])
    activity.laws.add(law)
    month = reverse("public:events_month", args=[today.year, today.month])
    of_law = [reverse("public:law", args=[law.slug]), reverse("public:article", args=[law.slug, article.ref])]
    records = [event.get_absolute_url(), activity.get_absolute_url()]
    return ["/", campaign.get_url(), month, reverse("public:places"), *of_law, *records]


def test_part_names_every_app_it_reads(client, made, pages):
    for path in pages:
        assert client.get(path).status_code == 200
    assert {name for name, _ in made} == {
        "campaign", "campaign-entries", "campaign-events", "campaign-record", "columns", "coming-events",
        "entries", "figures", "foot", "fresh", "head", "known-laws", "law-days", "law-head", "law-held",
        "law-text", "lead", "month", "month-head", "month-law-days", "open", "places", "profile", "route",
        "schedule-day", "site", "tools", "touching", "ways",
    }  # fmt: skip
    assert [each for each in made if each[1]] == []


@pytest.mark.parametrize(
    ("factory", "again"),
    [
        (AppointmentFactory, []),
        # What touches the law, the event, its activity.
        (EventFactory, ["coming-events", "campaign-events", "month", *["touching"] * 3]),
        (ArticleFactory, ["known-laws", "campaign", "law-held", "law-text", "law-head", *["touching"] * 11]),
    ],
)
def test_part_is_made_anew_when_what_it_shows_changed(
    client, made, pages, factory, again, django_capture_on_commit_callbacks
):
    row = factory()
    for path in pages:
        client.get(path)
    made.clear()
    with django_capture_on_commit_callbacks(execute=True):
        row.save()
    for path in pages:
        client.get(path)
    assert sorted(name for name, _ in made) == sorted(again)


def test_generation_that_the_cache_dropped_brings_nothing_old_back(client, pages):
    shown = client.get("/").content.decode()
    Event.objects.update(title="改了名的讲座")
    forget("events")
    caches["pages"].delete_many([_name(""), _name("events")])
    assert ("改了名的讲座" in shown, "改了名的讲座" in client.get("/").content.decode()) == (False, True)


def test_preview_shows_what_is_being_written_not_what_is_kept(client, pages):
    page = CampaignPage.objects.get()
    client.get(page.get_url())
    page.theme = "弘扬宪法精神"
    assert page.theme in page.make_preview_request().content.decode()
