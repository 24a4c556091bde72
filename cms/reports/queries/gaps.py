"""Where nothing was done: laws nobody taught, communities nobody visited."""

from django.db.models import QuerySet

from cms.duties.models import DutyItem
from cms.places.models import Place
from cms.reports.queries.figures import counted_activities
from cms.statutes.models import Law


def laws_nobody_taught(year: int) -> QuerySet[Law]:
    """Laws that the year's published list names and no approved activity did."""
    named = DutyItem.objects.published().filter(list__year=year).values("laws")
    taught = counted_activities(year).filter(laws__isnull=False).values("laws")
    return Law.objects.filter(pk__in=named).exclude(pk__in=taught).order_by("short_title")


def communities_nobody_visited(year: int) -> QuerySet[Place]:
    """居村 in whose venues nothing was held; what was held at a mere address is not known to be there."""
    visited = counted_activities(year).filter(venue__isnull=False).values("venue__place")
    found = Place.objects.communities().exclude(pk__in=visited).select_related("parent")
    return found.order_by("parent__code", "code")
