import datetime

import factory
from django.utils import timezone

from cms.events.enums import EventState, Rhythm
from cms.events.models import Event, Series
from tests.cms.agencies.factories import AgencyFactory


class EventFactory(factory.django.DjangoModelFactory):
    """A published event of next week."""

    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"第{n}场法治讲座")
    host = factory.SubFactory(AgencyFactory)
    address = "青桥路8号"
    starts_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + datetime.timedelta(hours=2))
    state = EventState.PUBLISHED
    published_at = factory.LazyAttribute(
        lambda event: None if event.state == EventState.DRAFT else timezone.now()
    )


class SeriesFactory(factory.django.DjangoModelFactory):
    """Every week, for a quarter of a year."""

    class Meta:
        model = Series

    name = factory.Sequence(lambda n: f"第{n}个普法角")
    rhythm = Rhythm.WEEKLY
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda series: series.starts_on + datetime.timedelta(weeks=12))
