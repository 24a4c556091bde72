"""The figures of the agencies, each held to the scheme."""

from cms.assessment.documents.records import WITHIN_THE_HUNDRED, Agency, Entry, Indicator, PanelScore
from cms.assessment.documents.schemes import refuse_repeated
from cms.assessment.documents.spots import Spot, shown

ENTRY_FIELDS = {
    "points": ("self", "office"),
    "deduct": ("count",),
    "quota": ("count",),
    "bonus": ("count",),
    "veto": ("hit", "reason"),
}
LEVELS = ("5", "4", "3", "2", "1")


def agencies_of(spot: Spot, indicators: dict[str, Indicator] | None) -> tuple[Agency, ...]:
    """The agencies; of indicators that could not be read (None) no entry is held to be wrong."""
    rows = spot.rows()
    codes = {row.at("code").value for row in rows if isinstance(row.at("code").value, str)}
    agencies = [_agency(row, indicators, codes) for row in rows]
    refuse_repeated(rows, [agency.code for agency in agencies], "单位代码")
    return tuple(agencies)


def _agency(spot: Spot, indicators: dict[str, Indicator] | None, codes: set[str]) -> Agency:
    spot.fields("code", "name", "indicators", "exempt", "panel", "votes")
    return Agency(
        code=spot.at("code").text(),
        name=spot.at("name").text(),
        entries={} if indicators is None else _entries(spot.at("indicators"), indicators),
        exempt={} if indicators is None else _exempt(spot.at("exempt"), indicators),
        panel=_panel(spot.at("panel"), codes),
        votes=_votes(spot.at("votes")),
    )


def _entries(spot: Spot, indicators: dict[str, Indicator]) -> dict[str, Entry]:
    return {
        key: _entry(entry, indicators[key])
        for key, entry in spot.members()
        if _is_known(entry, key, indicators) and indicators[key].kind
    }


def _is_known(spot: Spot, key: str, indicators: dict[str, Indicator]) -> bool:
    if key not in indicators:
        spot.refuse(f"方案里没有指标“{shown(key)}”，请改正代号或删去")
    return key in indicators


def _entry(spot: Spot, indicator: Indicator) -> Entry:
    spot.fields(*ENTRY_FIELDS[indicator.kind])
    match indicator.kind:
        case "points":
            own, office = (
                spot.at(name).number(most=indicator.max, optional=True) for name in ("self", "office")
            )
            return Entry(self_score=own, office=office)
        case "veto":
            return Entry(hit=spot.at("hit").flag(), reason=spot.at("reason").text(optional=True))
    return Entry(count=spot.at("count").whole(optional=True) or 0)


def _exempt(spot: Spot, indicators: dict[str, Indicator]) -> dict[str, str]:
    reasons = {}
    for key, reason in spot.members():
        if _is_known(reason, key, indicators):
            reasons[key] = reason.text()
            if indicators[key].kind and indicators[key].kind not in WITHIN_THE_HUNDRED:
                what = "加分" if indicators[key].kind == "bonus" else "一票否决"
                reason.refuse(f"“{shown(indicators[key].name)}”是{what}指标，不能列为不适用，请删去")
    return reasons


def _panel(spot: Spot, codes: set[str]) -> tuple[PanelScore, ...]:
    rows = spot.rows(optional=True)
    scores = []
    for row in rows:
        row.fields("assessor", "score", "agency")
        own = row.at("agency")
        code = None if own.is_absent else own.text()
        if code and code not in codes:
            own.refuse(f"没有代码为“{shown(code)}”的单位；评委不属于任何单位的，写 null")
        scores.append(PanelScore(row.at("assessor").text(), code, row.at("score").number(most=100)))
    refuse_repeated(rows, [score.assessor for score in scores], "评委")
    return tuple(scores)


def _votes(spot: Spot) -> dict[int, int]:
    votes = {}
    for level, number in spot.members():
        if level in LEVELS:
            votes[int(level)] = number.whole(optional=True) or 0
        else:
            number.refuse(f"没有“{shown(level)}”这一档，只有 {'、'.join(LEVELS)}")
    return votes
