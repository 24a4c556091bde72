import datetime

import pytest
from django.utils import timezone

from cms.events.enums import EventState
from cms.events.queries import past_events, upcoming_events
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_upcoming_events_are_the_nearest_published_ones(django_assert_num_queries):
    today = timezone.localdate()
    now = timezone.now()
    later = EventFactory(starts_at=now + datetime.timedelta(days=9))
    sooner = EventFactory(starts_at=now + datetime.timedelta(days=2))
    past = EventFactory(starts_at=now - datetime.timedelta(days=2))
    EventFactory(state=EventState.DRAFT)
    EventFactory(state=EventState.CANCELLED)
    with django_assert_num_queries(1):
        assert [event.host.name and event for event in upcoming_events(today)] == [sooner, later]
    assert list(upcoming_events(today, 1)) == [sooner]
    assert list(past_events(today)) == [past]
