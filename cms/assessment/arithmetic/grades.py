"""From totals to grades: the bands, then the vetoes, then the shares."""

from collections.abc import Iterable
from fractions import Fraction
from math import floor

from cms.assessment.arithmetic.results import AgencyResult
from cms.assessment.arithmetic.rounding import figure
from cms.assessment.documents.plain import plain
from cms.assessment.documents.records import Agency, Band, Scheme


def grade(scheme: Scheme, agencies: Iterable[Agency], results: list[AgencyResult]) -> None:
    """Give every result that has a total its grade, and say what changed it."""
    standing: dict[int, int] = {}
    for number, (agency, result) in enumerate(zip(agencies, results, strict=True)):
        place = None if result.total is None else _by_total(scheme.bands, result.total)
        after = _vetoed(scheme, agency, result, place)
        if after is not None:
            standing[number] = after
    for place, band in enumerate(scheme.bands):
        if band.share is not None:
            limit = floor(band.share * len(standing))
            standing |= _fallen(scheme.bands, place, limit, standing, results)
    for number, place in standing.items():
        results[number].grade = scheme.bands[place].name


def _by_total(bands: tuple[Band, ...], total: Fraction) -> int:
    return next(place for place, band in enumerate(bands) if band.least <= total)


def _vetoed(scheme: Scheme, agency: Agency, result: AgencyResult, place: int | None) -> int | None:
    """The place after the vetoes that struck: the lowest of all they allow."""
    names = [band.name for band in scheme.bands]
    for indicator in scheme.indicators:
        entry = agency.entries.get(indicator.key)
        if indicator.kind != "veto" or entry is None or not entry.hit:
            continue
        reason = f"（{entry.reason}）" if entry.reason else ""
        told = f"一票否决：{indicator.name}{reason}，最高只能是“{indicator.at_best}”"
        at_best = names.index(indicator.at_best)
        if place is not None and at_best > place:
            told += f"，由“{names[place]}”降下"
            place = at_best
        result.notes.append(told)
    return place


def _fallen(
    bands: tuple[Band, ...], place: int, limit: int, standing: dict[int, int], results: list[AgencyResult]
) -> dict[int, int]:
    """Those whom the share of this band sends to the next one."""

    def total(number: int) -> Fraction:
        return results[number].total

    there = sorted((number for number, at in standing.items() if at == place), key=total, reverse=True)
    if len(there) <= limit:
        return {}
    first_beyond = total(there[limit])
    across = limit > 0 and total(there[limit - 1]) == first_beyond
    fallen = {number: place + 1 for number in there if total(number) <= first_beyond}
    for number in fallen:
        results[number].notes.append(
            f"“{bands[place].name}”最多{limit}家（有等次的{len(standing)}家×{plain(bands[place].share)}）"
            + (
                f"，总分同为{figure(first_beyond)}的跨过了名额，都不列入"
                if across and total(number) == first_beyond
                else "，按总分从高到低已满"
                if limit
                else "，没有名额"
            )
            + f"，列为“{bands[place + 1].name}”"
        )
    return fallen
