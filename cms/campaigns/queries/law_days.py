"""The law days of a year and those to come. The day is always passed in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from cms.campaigns.models import LawDay

# What is near enough to prepare for.
AHEAD = timedelta(days=60)


@dataclass(frozen=True, order=True)
class Occurrence:
    """A law day in one year; not `confirmed` where the notice that fixes it is still awaited."""

    starts_on: date
    ends_on: date
    name: str
    confirmed: bool
    law_day: LawDay = field(compare=False)


def law_days_of(year: int) -> list[Occurrence]:
    """Every law day of a year, by date."""
    return sorted(_occurrences(_law_days(), year))


def coming_law_days(on: date) -> list[Occurrence]:
    """Those that run on `on` or begin soon after, by date."""
    return law_days_between(on, on + AHEAD)


def law_days_between(first: date, last: date) -> list[Occurrence]:
    """Those of which a day lies from `first` to `last`, by date."""
    law_days = _law_days()
    # What began at the end of a year may still run in the next.
    years = range(first.year - 1, last.year + 2)
    around = [each for year in years for each in _occurrences(law_days, year)]
    return sorted(each for each in around if each.ends_on >= first and each.starts_on <= last)


def _law_days() -> list[LawDay]:
    return list(LawDay.objects.prefetch_related("dates"))


def _occurrences(law_days: Iterable[LawDay], year: int) -> Iterable[Occurrence]:
    for law_day in law_days:
        entered = [(row.starts_on, row.ends_on) for row in law_day.dates.all() if row.year == year]
        confirmed = bool(entered) or not law_day.is_announced_yearly
        for first, last in entered or law_day.spans(year):
            yield Occurrence(first, last, law_day.name, confirmed, law_day)
