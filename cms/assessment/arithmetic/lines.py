"""What one indicator earns, and the sentence that says why."""

from fractions import Fraction

from cms.assessment.arithmetic.results import Line
from cms.assessment.arithmetic.rounding import equal_to, figure
from cms.assessment.documents.plain import plain
from cms.assessment.documents.records import Agency, Entry, Indicator

NOTHING = Entry()


def line_of(indicator: Indicator, agency: Agency) -> Line:
    if indicator.key in agency.exempt:
        return _line(indicator, None, f"不适用：{agency.exempt[indicator.key]}；不计分值也不计得分", max=None)
    return _KINDS[indicator.kind](indicator, agency.entries.get(indicator.key, NOTHING))


def _points(indicator: Indicator, entry: Entry) -> Line:
    own = "" if entry.self_score is None else f"；自评{figure(entry.self_score)}，不计分"
    if entry.office is None:
        return _line(indicator, None, f"普法办还没有打分，满分{figure(indicator.max)}{own}")
    return _line(
        indicator, entry.office, f"普法办打分{figure(entry.office)}，满分{figure(indicator.max)}{own}"
    )


def _deduct(indicator: Indicator, entry: Entry) -> Line:
    reckoned = indicator.per * entry.count
    off = min(reckoned, indicator.cap)
    if not entry.count:
        return _line(indicator, indicator.max, f"没有扣分：{figure(indicator.max)}")
    limit = "不超过" if reckoned <= indicator.cap else "超过上限，只扣"
    return _line(
        indicator,
        indicator.max - off,
        f"{entry.count}次，每次扣{plain(indicator.per)}，累计扣{figure(reckoned)}，"
        f"{limit}{figure(indicator.cap)}："
        f"{figure(indicator.max)}−{figure(off)}{equal_to(indicator.max - off)}",
    )


def _quota(indicator: Indicator, entry: Entry) -> Line:
    counted = min(entry.count, indicator.required)
    earned = indicator.max * counted / indicator.required
    beyond = f"，按{counted}计" if entry.count > counted else ""
    return _line(
        indicator,
        earned,
        f"应完成{indicator.required}，实际{entry.count}{beyond}："
        f"{figure(indicator.max)}×{counted}÷{indicator.required}{equal_to(earned)}",
    )


def _bonus(indicator: Indicator, entry: Entry) -> Line:
    reckoned = indicator.per * entry.count
    earned = min(reckoned, indicator.cap)
    if not entry.count:
        return _line(indicator, earned, f"没有加分，最多加{figure(indicator.cap)}", max=indicator.cap)
    limit = "不超过" if reckoned <= indicator.cap else "超过上限，只加"
    return _line(
        indicator,
        earned,
        f"{entry.count}次，每次加{plain(indicator.per)}，累计{figure(reckoned)}，"
        f"{limit}{figure(indicator.cap)}：加{figure(earned)}",
        max=indicator.cap,
    )


_KINDS = {"points": _points, "deduct": _deduct, "quota": _quota, "bonus": _bonus}
_OWN = object()


def _line(indicator: Indicator, earned: Fraction | None, text: str, *, max=_OWN) -> Line:
    highest = indicator.max if max is _OWN else max
    return Line(indicator.key, indicator.name, indicator.kind, earned, highest, text)
