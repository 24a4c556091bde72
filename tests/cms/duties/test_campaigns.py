"""What a campaign has come to, setting by setting."""

import pytest

from cms.campaigns.models import Setting
from cms.duties.queries.campaigns import SHOWN, Counted, campaign_record
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return CampaignPageFactory()


@pytest.fixture
def square():
    return Setting.objects.create(name="广场", order=1)


@pytest.fixture
def school():
    return Setting.objects.create(name="夜校", order=2)


def done(campaign, *settings, state="published", onsite=30, online=200):
    activity = ActivityFactory(campaign=campaign, state=state, onsite=onsite, online=online)
    activity.settings.set(settings)
    return activity


def test_campaign_without_activities_has_no_record(campaign):
    done(campaign, state="submitted")
    done(CampaignPageFactory(title="另一个"))
    assert campaign_record(campaign) is None


def test_activity_in_two_places_stands_under_both_and_once_in_the_total(campaign, square, school):
    both, one = done(campaign, square, school), done(campaign, school, onsite=0)
    done(campaign)
    found = campaign_record(campaign)
    assert found.total == Counted(3, 60, 600)
    assert [(row.name, row.counted) for row in found.settings] == [
        ("广场", Counted(1, 30, 200)),
        ("夜校", Counted(2, 30, 400)),
    ]
    assert set(found.settings[1].newest) == {both, one}


def test_approved_activity_counts_and_is_not_named_before_it_is_published(campaign, square):
    done(campaign, square, state="approved")
    (row,) = campaign_record(campaign).settings
    assert (row.counted.activities, row.newest) == (1, ())


def test_newest_are_named_and_the_cost_does_not_grow(campaign, square, django_assert_num_queries):
    for _each in range(SHOWN + 2):
        done(campaign, square)
    with django_assert_num_queries(4):
        (row,) = campaign_record(campaign).settings
    assert (row.counted.activities, len(row.newest)) == (SHOWN + 2, SHOWN)


def test_page_gathers_events_to_come_and_what_was_done(client, campaign, square):
    event, activity = EventFactory(campaign=campaign), done(campaign, square)
    other = EventFactory()
    page = client.get(campaign.url).content.decode()
    assert (event.get_absolute_url() in page, other.get_absolute_url() in page) == (True, False)
    assert activity.get_absolute_url() in page
    assert "进广场" in page
