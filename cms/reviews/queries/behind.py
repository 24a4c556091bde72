"""What one agency's count is made of: its activities, the quarters that fell short, its late duties."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cms.agencies.models import Agency
from cms.duties.models import ActivityRecord
from cms.duties.queries import ItemProgress, items_owed_by, list_progress
from cms.reviews.enums import Source
from cms.reviews.models import Indicator
from cms.reviews.queries.evidence import activities_of, quarters_over


@dataclass(frozen=True)
class Behind:
    """As the record stands on a day. `short` holds the number of a quarter and how many it lacks."""

    activities: tuple[ActivityRecord, ...] = ()
    short: tuple[tuple[int, int], ...] = ()
    late: tuple[ItemProgress, ...] = ()
    counts_activities: bool = False

    @property
    def count(self) -> int:
        """What `queries.evidence` counts on that day."""
        if self.counts_activities:
            return len(self.activities)
        return sum(lacking for _quarter, lacking in self.short) + len(self.late)


def behind(indicator: Indicator, agency: Agency, on: date) -> Behind:
    """Of an indicator that is counted from the record."""
    year = indicator.scheme.year
    if indicator.source == Source.LATE_ITEMS:
        owed = list_progress(list(items_owed_by(agency, year)), on).values()
        return Behind(late=tuple(each for one in owed for each in one if _is_late(each, agency)))
    activities = tuple(activities_of(indicator, agency))
    if indicator.source == Source.ACTIVITIES:
        return Behind(activities, counts_activities=True)
    held = Counter((timezone.localtime(each.starts_at).month + 2) // 3 for each in activities)
    wanted = indicator.per_quarter or 0
    short = tuple(
        (number, wanted - held[number]) for number in quarters_over(year, on) if held[number] < wanted
    )
    return Behind(activities, short)


def _is_late(progress: ItemProgress, agency: Agency) -> bool:
    return progress.agency.pk == agency.pk and progress.is_overdue
