"""A round as the one document that the arithmetic knows: scheme and figures."""

from datetime import date
from typing import Any

from cms.assessment.documents import Refused, parse
from cms.assessment.documents.writing import dimensions_of, text, without_none
from cms.assessment.enums import IndicatorKind
from cms.reviews.enums import GroupKind
from cms.reviews.models import Entry, Indicator, Participant, Round, Scheme
from cms.reviews.queries.evidence import Counts, counts_of, indicators_of


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
    document: dict[str, Any] = {
        "name": scheme.name,
        "year": scheme.year,
        "bands": [
            without_none({"name": band.name, "from": text(band.least), "at_most_share": text(band.share)})
            for band in scheme.bands.all()
        ],
        "groups": [_group(group) for group in scheme.groups.all()],
        "dimensions": dimensions_of(indicators),
        "bonus_cap": text(scheme.bonus_cap),
        "total_cap": text(scheme.total_cap),
    }
    return without_none(document)


def _group(group) -> dict[str, Any]:
    document = {"key": group.key, "name": group.name, "kind": group.kind, "weight": text(group.weight)}
    if group.kind == GroupKind.PANEL:
        document["drop_extremes"] = group.drop_extremes
    if group.kind == GroupKind.VOTE:
        document["minimum_votes"] = group.minimum_votes
    return document


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
            return without_none({"self": text(entry.self_score), "office": text(entry.office_score)})
        case IndicatorKind.VETO:
            if entry is None or not entry.hit:
                return {}
            return {"hit": True, "reason": entry.office_words}
    stated = entry.count if entry is not None and entry.count is not None else counted
    return {"count": stated}
