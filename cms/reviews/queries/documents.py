"""A round as the one document that the arithmetic knows: scheme and figures."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from cms.assessment.documents import Refused, parse
from cms.reviews.enums import GroupKind, IndicatorKind
from cms.reviews.models import Entry, Indicator, Participant, Round, Scheme
from cms.reviews.queries.evidence import Counts, counts_of, indicators_of

# What an indicator of a kind says of itself.
FIELDS = {
    IndicatorKind.POINTS: ("max",),
    IndicatorKind.DEDUCT: ("max", "per", "cap"),
    IndicatorKind.QUOTA: ("max", "required"),
    IndicatorKind.BONUS: ("per", "cap"),
    IndicatorKind.VETO: ("at_best",),
}


def problems_of(scheme: Scheme) -> list[str]:
    """Why nothing can be computed by the scheme as it stands, each in a sentence; [] where all is well."""
    try:
        parse({"scheme": scheme_document(scheme, list(scheme.indicators.all())), "agencies": []})
    except Refused as refused:
        return list(refused.problems)
    return []


def document_of(round: Round, on: date) -> dict[str, Any]:
    """All that the result of the round follows from, as it is known on a day."""
    indicators = indicators_of(round.scheme)
    return document_with(round, indicators, counts_of(round, indicators, on))


def document_with(round: Round, indicators: list[Indicator], counts: Counts) -> dict[str, Any]:
    """The same, by these counts."""
    participants = list(
        round.participants.select_related("agency").prefetch_related("entries", "panel_scores__assessor")
    )
    codes = {each.agency_id: each.code for each in participants}
    return {
        "scheme": scheme_document(round.scheme, indicators),
        "agencies": [_agency(each, indicators, counts, codes) for each in participants],
    }


def scheme_document(scheme: Scheme, indicators: list[Indicator]) -> dict[str, Any]:
    dimensions: dict[str, list[dict]] = defaultdict(list)
    for indicator in indicators:
        dimensions[indicator.dimension].append(_indicator(indicator))
    document: dict[str, Any] = {
        "name": scheme.name,
        "year": scheme.year,
        "bands": [
            _without_none({"name": band.name, "from": text(band.least), "at_most_share": text(band.share)})
            for band in scheme.bands.all()
        ],
        "groups": [_group(group) for group in scheme.groups.all()],
        "dimensions": [
            {"key": f"D{number}", "name": name, "indicators": found}
            for number, (name, found) in enumerate(dimensions.items(), start=1)
        ],
        "bonus_cap": text(scheme.bonus_cap),
        "total_cap": text(scheme.total_cap),
    }
    return _without_none(document)


def text(number: Decimal | None) -> str | None:
    """A number as the document has it: never a float."""
    return None if number is None else f"{number:.2f}"


def _group(group) -> dict[str, Any]:
    document = {"key": group.key, "name": group.name, "kind": group.kind, "weight": text(group.weight)}
    if group.kind == GroupKind.PANEL:
        document["drop_extremes"] = group.drop_extremes
    if group.kind == GroupKind.VOTE:
        document["minimum_votes"] = group.minimum_votes
    return document


def _indicator(indicator: Indicator) -> dict[str, Any]:
    document: dict[str, Any] = {"key": indicator.key, "name": indicator.name, "kind": indicator.kind}
    for name in FIELDS[IndicatorKind(indicator.kind)]:
        value = getattr(indicator, name)
        document[name] = text(value) if isinstance(value, Decimal) else value
    return _without_none(document)


def _without_none(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value is not None}


def _agency(
    participant: Participant,
    indicators: list[Indicator],
    counts: Counts,
    codes: dict[int, str],
) -> dict[str, Any]:
    entries = {entry.indicator_id: entry for entry in participant.entries.all()}
    figures, exempt = {}, {}
    for indicator in indicators:
        entry = entries.get(indicator.pk)
        if entry is not None and entry.exempt_reason:
            exempt[indicator.key] = entry.exempt_reason
        counted = counts.get((indicator.pk, participant.agency_id), 0)
        if figure := _figure(indicator, entry, counted):
            figures[indicator.key] = figure
    return {
        "code": participant.code,
        "name": participant.agency.name,
        "indicators": figures,
        "exempt": exempt,
        "panel": [
            {
                "assessor": score.assessor.name,
                "agency": codes.get(score.assessor.agency_id or 0),
                "score": text(score.score),
            }
            for score in sorted(participant.panel_scores.all(), key=lambda score: score.assessor_id)
        ],
        "votes": {str(level): number for level, number in participant.votes.items() if number},
    }


def _figure(indicator: Indicator, entry: Entry | None, counted: int) -> dict[str, Any]:
    match indicator.kind:
        case IndicatorKind.POINTS:
            if entry is None:
                return {}
            return _without_none({"self": text(entry.self_score), "office": text(entry.office_score)})
        case IndicatorKind.VETO:
            if entry is None or not entry.hit:
                return {}
            return {"hit": True, "reason": entry.office_words}
    stated = entry.count if entry is not None and entry.count is not None else counted
    return {"count": stated}
