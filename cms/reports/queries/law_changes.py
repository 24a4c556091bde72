"""Which laws have changed of late, and what rests on them."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone

from cms.core.edges import resting_on
from cms.duties.enums import ListState
from cms.duties.models import DutyItem
from cms.reports.enums import Verdict
from cms.reports.models import LawImpact
from cms.statutes.models import Law, Provision
from cms.statutes.queries.succession import Succession
from search.chinese.dates import chinese_date

# A change is noticed so long after its day: a text may be imported late.
LATE = datetime.timedelta(days=400)


@dataclass(frozen=True)
class LawChange:
    """A law that is no longer what it was, from which day, and in words."""

    law: Law
    day: datetime.date
    told: str


def recent_changes(on: datetime.date) -> list[LawChange]:
    """Laws revised or repealed within the last `LATE` days, to the day itself; one change for each law.

    A law's first text is no revision. Where a law was revised and then repealed, the repeal is told; one
    that is still to come tells nothing yet.
    """
    found = []
    for law in Law.objects.prefetch_related("versions").order_by("pk"):
        change = _repeal(law, on) or _revision(law, on)
        if change and on - LATE < change.day <= on:
            found.append(change)
    return found


def waiting_impacts() -> QuerySet[LawImpact]:
    """What nobody has looked at yet."""
    return LawImpact.objects.filter(verdict=Verdict.WAITING).select_related("law")


def resting(change: LawChange) -> Iterator[tuple[str, Any]]:
    """What was written before the law changed, with the label of its kind."""
    begun = timezone.make_aware(datetime.datetime.combine(change.day, datetime.time.min))
    for label, row in resting_on(change.law):
        if _written_at(row) < begun:
            yield label, row


def still_resting(laws: Iterable[Law]) -> Iterator[tuple[int, int, int]]:
    """What rests on these laws today: law, kind and number of each record."""
    for law in laws:
        for _label, row in resting_on(law):
            yield law.pk, ContentType.objects.get_for_model(row).pk, row.pk


def impacts_to_hand_on() -> list[tuple[LawImpact, DutyItem]]:
    """What waits about a duty of a replaced list, with the same duty in the version that holds.

    Left out where that one cites the law no more, or is asked about already.
    """
    kind = ContentType.objects.get_for_model(DutyItem)
    waiting = list(waiting_impacts().filter(content_type=kind))
    past = DutyItem.objects.filter(list__state=ListState.SUPERSEDED).select_related("list")
    replaced = past.in_bulk([each.object_id for each in waiting])
    found = []
    for impact in waiting:
        if item := replaced.get(impact.object_id):
            same = DutyItem.objects.published().filter(list__year=item.list.year, key=item.key)
            heir = same.filter(laws=impact.law).first()
            if heir and not _is_known(impact, kind, heir):
                found.append((impact, heir))
    return found


def _is_known(impact: LawImpact, kind: ContentType, heir: DutyItem) -> bool:
    same = {"law": impact.law_id, "changed_on": impact.changed_on, "content_type": kind}
    return LawImpact.objects.filter(**same, object_id=heir.pk).exists()


def cited_since(law: Law, provisions: Iterable[Provision], day: datetime.date) -> list[tuple[str, str]]:
    """What became of the articles cited of a law when its text changed on a day: each label, with the words.

    Nothing where no text began on that day, as when the law was repealed. Queries: four at most.
    """
    cited = [each for each in provisions if each.law_id == law.pk]
    new = law.version_on(day) if cited else None
    if new is None or day != (new.effective_on or new.dated_on):
        return []
    return Succession(new).of(cited)


def _repeal(law: Law, on: datetime.date) -> LawChange | None:
    if law.repealed_on is None or law.repealed_on > on:
        return None
    return LawChange(law, law.repealed_on, f"{chinese_date(law.repealed_on)}废止")


def _revision(law: Law, on: datetime.date) -> LawChange | None:
    """The newest version that has begun, where there was one before it."""
    days = sorted(day for version in law.versions.all() if (day := version.effective_on or version.dated_on))
    begun = [day for day in days if day <= on]
    if not begun or len(law.versions.all()) < 2 or begun[-1] == days[0]:
        return None
    return LawChange(law, begun[-1], f"修订后的文本{chinese_date(begun[-1])}起施行")


def _written_at(row) -> datetime.datetime:
    """When its words were last written, as far as it tells."""
    if isinstance(row, DutyItem):
        return row.list.created_at
    return getattr(row, "last_published_at", None) or getattr(row, "created_at", None) or timezone.now()
