"""What an application comes to: written as the one document that the arithmetic knows."""

from dataclasses import dataclass
from typing import Any

from cms.assessment.documents import Refused, parse
from cms.assessment.documents.writing import dimensions_of, text, without_none
from cms.assessment.enums import IndicatorKind
from cms.assessment.outcomes import Sheet, computed
from cms.honours.enums import MISSED, REACHED, RECORDED, Source
from cms.honours.models import Application, Cycle, Entry, Indicator


def problems_of(cycle: Cycle) -> list[str]:
    """Why nobody can apply by the indicators as they stand, each in a sentence; [] where all is well."""
    indicators = list(cycle.indicators.all())
    if not indicators:
        return ["还没有指标，请先添加"]
    try:
        parse({"scheme": scheme_document(cycle, indicators), "agencies": []})
    except Refused as refused:
        return list(refused.problems)
    return []


def scheme_document(cycle: Cycle, indicators: list[Indicator]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": str(cycle),
        "year": cycle.year,
        "bands": [{"name": REACHED, "from": text(cycle.pass_score)}, {"name": MISSED, "from": "0"}],
        "groups": [{"key": "sheet", "name": "指标得分", "weight": "100", "kind": "indicators"}],
        "dimensions": dimensions_of(indicators),
        "bonus_cap": text(cycle.bonus_cap),
    }
    return without_none(document)


def self_sheet(application: Application, record: dict[str, int]) -> Sheet:
    """What it comes to by its own words and by the record."""
    return _sheet(application, record, by_district=False)


def district_sheet(application: Application) -> Sheet:
    """What it comes to by what the district found; where a point is not scored yet, there is no total."""
    return _sheet(application, application.recorded, by_district=True)


def count_of(indicator: Indicator, entry: Entry | None, record: dict[str, int], *, by_district: bool) -> int:
    """The number of a counted indicator: what the district put right, else the record, else the own words."""
    if by_district and entry is not None and entry.office_count is not None:
        return entry.office_count
    if indicator.is_recorded:
        return record.get(indicator.source, 0)
    return entry.count if entry is not None and entry.count is not None else 0


def _sheet(application: Application, record: dict[str, int], *, by_district: bool) -> Sheet:
    indicators = list(application.cycle.indicators.all())
    entries = {entry.indicator_id: entry for entry in application.entries.all()}
    figures = {
        each.key: _figure(each, entries.get(each.pk), record, by_district=by_district) for each in indicators
    }
    agency = {
        "code": application.community.code,
        "name": application.community.name,
        "indicators": figures,
        "exempt": {},
        "panel": [],
        "votes": {},
    }
    document = {"scheme": scheme_document(application.cycle, indicators), "agencies": [agency]}
    return computed(document).sheets()[0]


def _figure(
    indicator: Indicator, entry: Entry | None, record: dict[str, int], *, by_district: bool
) -> dict[str, Any]:
    match indicator.kind:
        case IndicatorKind.POINTS:
            if entry is None:
                return {}
            given = entry.office_score if by_district else entry.self_score
            return without_none({"self": text(entry.self_score), "office": text(given)})
        case IndicatorKind.VETO:
            if entry is None or not (entry.office_hit if by_district else entry.hit):
                return {}
            return {"hit": True, "reason": (entry.office_words if by_district else entry.words) or "自报"}
    return {"count": count_of(indicator, entry, record, by_district=by_district)}


@dataclass(frozen=True)
class Recorded:
    """How much there is of one kind."""

    source: Source
    count: int

    @property
    def label(self) -> str:
        return str(self.source.label)


def record_in_words(record: dict[str, int]) -> list[Recorded]:
    """Each kind in its order; of what was never handed in nothing."""
    return [Recorded(source, record[source]) for source in RECORDED if source in record]
