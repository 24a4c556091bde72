import datetime

import pytest
from django.utils import timezone

from cms.events.enums import EventState
from cms.events.queries import past_events, upcoming_events
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_upcoming_events_are_the_nearest_published_ones(django_assert_num_queries):
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    later = EventFactory(starts_at=now + datetime.timedelta(days=9))
    sooner = EventFactory(starts_at=now + datetime.timedelta(days=2))
    past = EventFactory(starts_at=now - datetime.timedelta(days=2))
    # What ended today is past; what goes on is not.
    over = EventFactory(starts_at=now - 2 * hour, ends_at=now)
    going_on = EventFactory(starts_at=now - hour, ends_at=now + hour)
    EventFactory(state=EventState.DRAFT)
    EventFactory(state=EventState.CANCELLED)
    with django_assert_num_queries(1):
        assert [event.host.name and event for event in upcoming_events(now)] == [
            going_on,
            sooner,
            later,
        ]
    assert list(upcoming_events(now, 1)) == [going_on]
    assert list(past_events(now)) == [over, past]
