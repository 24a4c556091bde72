"""All that is amiss, check by check. The moment is passed in."""

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from cms.inspection.enums import FindingState
from cms.inspection.models import Finding, InspectionSetting
from cms.inspection.queries import contents, dates, freshness, links
from cms.inspection.queries.found import Found


def all_amiss(now: datetime.datetime, limits: InspectionSetting) -> Iterator[Found]:
    """What is amiss with what is stored; links are another walk."""
    on = timezone.localdate(now)
    yield from freshness.stale_home(on, limits)
    yield from freshness.stale_columns(on, limits)
    yield from freshness.late_letters(on)
    yield from dates.false_dates(now)
    yield from contents.missing_in_footer()
    yield from contents.texts_amiss(limits)
    yield from contents.files_with_numbers()
    yield from contents.pictures_without_words()


def links_amiss(limits: InspectionSetting) -> tuple[links.Walk, list[Found]]:
    seen = links.walk()
    found = list(links.links_amiss(seen))
    return seen, [*found, *links.others_amiss(seen)] if limits.visits_others else found


def open_findings() -> QuerySet[Finding]:
    """What is to be mended, the longest standing first within each kind."""
    return Finding.objects.filter(ended_on=None, state=FindingState.OPEN).order_by("kind", "since", "pk")
