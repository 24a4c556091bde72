"""A scheme tried out on the year before: what it would have come to, before anybody is scored by it."""

import json
from datetime import date
from typing import Any

from cms.agencies.models import Agency
from cms.assessment.documents.writing import text
from cms.assessment.enums import IndicatorKind
from cms.assessment.outcomes import Outcome, computed
from cms.reviews.models import FrozenYear, Indicator, Scheme
from cms.reviews.queries.documents import scheme_document
from cms.reviews.queries.evidence import counted_in, indicators_of


def try_out(scheme: Scheme) -> Outcome:
    """The outcome of the scheme by the record of the year before, for every active agency.

    What was judged is taken from that year's frozen result, by agency and indicator, its panel and votes
    too; where there is none, every judged indicator has its full score. `Refused` of a faulty scheme.
    """
    year = scheme.year - 1
    indicators = indicators_of(scheme)
    agencies = list(Agency.objects.filter(is_active=True))
    counts = counted_in(year, [each.pk for each in agencies], indicators, date(scheme.year, 1, 1))
    judged = _judged(year)

    def figures(agency: Agency) -> dict[str, Any]:
        before = judged.get(agency.code, {}).get("indicators", {})
        return {
            each.key: _figure(each, counts.get((each.pk, agency.pk), 0), before.get(each.key, {}))
            for each in indicators
            if each.kind != IndicatorKind.VETO
        }

    document = {
        "scheme": scheme_document(scheme, indicators),
        "agencies": [
            {
                "code": agency.code,
                "name": agency.name,
                "indicators": figures(agency),
                "exempt": {},
                "panel": judged.get(agency.code, {}).get("panel", []),
                "votes": judged.get(agency.code, {}).get("votes", {}),
            }
            for agency in agencies
        ],
    }
    return computed(document)


def _figure(indicator: Indicator, counted: int, before: dict[str, Any]) -> dict[str, Any]:
    if indicator.kind != IndicatorKind.POINTS:
        return {"count": counted}
    given = before.get("office")
    fits = given is not None and indicator.max is not None and float(given) <= indicator.max
    return {"office": given if fits else text(indicator.max)}


def _judged(year: int) -> dict[str, dict[str, Any]]:
    """What the frozen year says of each agency, by its code; panels name no agency that is gone."""
    frozen = FrozenYear.objects.filter(year=year).first()
    if frozen is None:
        return {}
    agencies = json.loads(frozen.content)["document"]["agencies"]
    codes = set(Agency.objects.filter(is_active=True).values_list("code", flat=True))
    for each in agencies:
        each["panel"] = [score for score in each["panel"] if score["agency"] in (None, *codes)]
    return {each["code"]: each for each in agencies}
