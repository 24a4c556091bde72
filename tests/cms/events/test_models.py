import datetime

import pytest
from django.db import IntegrityError, transaction

from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "broken",
    [{"address": "", "venue": None}, {"capacity": 0}, {"capacity": 3, "places_taken": 4}],
    ids=["nowhere", "no room at all", "overbooked"],
)
def test_event_database_refuses(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        EventFactory(**broken)


def test_event_database_refuses_an_end_before_the_start():
    event = EventFactory.build(host=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventFactory(starts_at=event.starts_at, ends_at=event.starts_at - datetime.timedelta(minutes=1))
