"""What a campaign says of its events, asked once."""

from datetime import datetime

import pytest
from django.utils import timezone

from cms.campaigns.models import Setting
from cms.events.enums import EventState
from cms.events.queries.schedule import schedule_of
from tests.cms.campaigns.factories import CampaignPageFactory
from tests.cms.events.factories import EventFactory
from tests.cms.places.factories import VenueFactory

pytestmark = pytest.mark.django_db


def at(*parts) -> datetime:
    return timezone.make_aware(datetime(*parts))


def test_events_to_come_stand_by_day_with_what_a_line_says(django_assert_num_queries):
    campaign = CampaignPageFactory()
    full = EventFactory(
        campaign=campaign, starts_at=at(2026, 12, 4, 9), ends_at=at(2026, 12, 4, 10),
        venue=VenueFactory(name="宪法广场", address="清溪路 1 号"),
        takes_registrations=True, capacity=1, places_taken=1,
    )  # fmt: skip
    full.settings.set(Setting.objects.all()[1:3])
    late = EventFactory(
        campaign=campaign, starts_at=at(2026, 12, 4, 23), ends_at=at(2026, 12, 5, 0), address="步道"
    )
    next_day = EventFactory(campaign=campaign, starts_at=at(2026, 12, 5, 0), ends_at=at(2026, 12, 5, 1))
    EventFactory(starts_at=at(2026, 12, 4, 9), ends_at=at(2026, 12, 4, 10))
    EventFactory(
        campaign=campaign,
        starts_at=at(2026, 12, 4, 9),
        ends_at=at(2026, 12, 4, 10),
        state=EventState.CANCELLED,
    )
    EventFactory(campaign=campaign, starts_at=at(2026, 12, 3, 22), ends_at=at(2026, 12, 3, 23))
    names = tuple(Setting.objects.values_list("name", flat=True)[1:3])
    with django_assert_num_queries(1):
        found = schedule_of(campaign.pk, at(2026, 12, 4))
    assert [(day.day, [line.pk for line in lines]) for day, lines in found] == [
        (4, [full.pk, late.pk]),
        (5, [next_day.pk]),
    ]
    lines = found[0][1]
    assert [(line.place, line.is_full, line.settings) for line in lines] == [
        ("宪法广场（清溪路 1 号）", True, names),
        ("步道", False, ()),
    ]
