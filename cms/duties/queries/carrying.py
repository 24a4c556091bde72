"""What has happened to the laws of a list since the year before's was published."""

import datetime
from dataclasses import dataclass
from functools import cache

from django.utils import timezone

from cms.duties.enums import ListState
from cms.duties.models import DutyItem, DutyList
from cms.statutes.models import Law, LawVersion
from cms.statutes.queries.succession import Succession
from search.chinese.dates import chinese_date


@dataclass(frozen=True)
class LawChange:
    """A law that an item cites and that is not what it was; `told` says what changed, and when.

    `cited` says of each article that the item cites what became of it.
    """

    law: Law
    told: str
    cited: tuple[tuple[str, str], ...] = ()


def list_before(duty_list: DutyList) -> DutyList | None:
    """The list of the year before, in the version that holds."""
    return DutyList.objects.filter(year=duty_list.year - 1, state=ListState.PUBLISHED).first()


def changed_laws(duty_list: DutyList, on: datetime.date) -> dict[int, list[LawChange]]:
    """By item, what changed in its laws since the year before's list was published."""
    before = list_before(duty_list)
    if before is None:
        return {}
    since = timezone.localdate(before.published_at)
    found = {}
    succession = cache(lambda law: _succession(law, since))
    for item in duty_list.items.prefetch_related("laws__versions", "articles"):
        changes = []
        for law in item.laws.all():
            if told := _told(law, since, on):
                cited = [each for each in item.articles.all() if each.law_id == law.pk]
                became = succession(law) if cited else None
                changes.append(LawChange(law, told, tuple(became.of(cited)) if became else ()))
        if changes:
            found[item.pk] = changes
    return found


def newly_issued_laws(duty_list: DutyList) -> list[tuple[Law, datetime.date]]:
    """Laws that take effect from the publishing of the year before's list to the end of this one's year,
    and that no item of this one cites.

    With the day of taking effect, the latest first; what the office set aside is left out.
    """
    before = list_before(duty_list)
    if before is None:
        return []
    since = timezone.localdate(before.published_at)
    last = datetime.date(duty_list.year, 12, 31)
    cited = DutyItem.objects.filter(list=duty_list).values("laws")
    aside = duty_list.set_aside.values("law")
    begun = LawVersion.objects.filter(effective_on__gt=since, effective_on__lte=last)
    laws = Law.objects.filter(pk__in=begun.values("law")).exclude(pk__in=aside).prefetch_related("versions")
    # A law that is cited already is no new one, and one that had a text before was revised.
    cited_pks = {pk for pk in cited.values_list("laws", flat=True) if pk}
    new = [(law, day) for law in laws if law.pk not in cited_pks and (day := _first_day(law)) and day > since]
    return sorted(new, key=lambda pair: pair[1], reverse=True)


def _first_day(law: Law) -> datetime.date | None:
    versions = law.versions.all()
    days = [version.effective_on for version in versions if version.effective_on]
    # Where one is silent, it may have been the first.
    return min(days) if days and len(days) == len(versions) else None


def _told(law: Law, since: datetime.date, on: datetime.date) -> str:
    if law.repealed_on and since < law.repealed_on <= on:
        return f"《{law.short_title}》自{chinese_date(law.repealed_on)}起废止"
    if law.repealed_on and law.repealed_on > on:
        return f"《{law.short_title}》将于{chinese_date(law.repealed_on)}废止"
    newest = _newest_since(law, since)
    if newest is None or newest.dated_on is None:
        return ""
    begins = newest.effective_on
    return f"《{law.short_title}》{chinese_date(newest.dated_on)}修订" + (
        f"，{chinese_date(begins)}起施行" if begins else ""
    )


def _newest_since(law: Law, since: datetime.date) -> LawVersion | None:
    """The latest text passed since that day, where it replaces one from before."""
    versions = law.versions.all()
    newer = [version for version in versions if version.dated_on and version.dated_on > since]
    if not newer or len(newer) == len(versions):
        return None
    return max(newer, key=lambda version: version.dated_on or since)


def _succession(law: Law, since: datetime.date) -> Succession | None:
    newest = _newest_since(law, since)
    return Succession(newest) if newest else None
