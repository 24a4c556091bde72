"""Events that were held and of which nothing is on record yet."""

import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.agencies.queries import agencies_of
from cms.duties.models import ActivityRecord
from cms.events.models import Event
from cms.events.queries.attending import events_to_receive


def events_to_record(user, on: datetime.date) -> QuerySet[Event]:
    """Events of the account's agencies that are over and that their host has not recorded, the latest first.

    Not those that are over for longer than the hosts see them.
    """
    recorded = ActivityRecord.objects.filter(event=OuterRef("pk"), host=OuterRef("host"))
    found = events_to_receive(user, on).filter(host__in=agencies_of(user), ends_at__lt=timezone.now())
    return found.filter(~Exists(recorded)).order_by("-starts_at", "-pk")
