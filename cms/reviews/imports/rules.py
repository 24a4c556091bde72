"""What a scoring rule says in words, as numbers: 每少1次扣0.5分，扣完为止."""

import re
from dataclasses import dataclass
from decimal import Decimal

from cms.assessment.enums import IndicatorKind
from search.chinese.folding import narrow

_POINTS = r"(\d+(?:\.\d+)?)\s*分"
# A rule that counts: each time, item, day … costs or brings so many points.
_TAKES = re.compile(rf"[每凡](?![年月季])[^。；;]{{1,30}}?扣(?:减|除)?\s*{_POINTS}")
_BRINGS = re.compile(rf"[每凡](?![年月季])[^。；;]{{1,30}}?加(?:计)?\s*{_POINTS}")
_AT_MOST = re.compile(rf"(?:最多|至多|累计|最高|不超过|上限)[^\d。；;]{{0,8}}{_POINTS}")
_VETO = re.compile(r"一票否决")
_IN_PROPORTION = re.compile(r"按(?:完成)?比例")
_TIMES = re.compile(r"(\d+)\s*(?:次|场|期|篇|件)")
_EXTRA = re.compile(r"加分")


@dataclass(frozen=True)
class Rule:
    """The kind of an indicator and its numbers; `several` where more than one amount is named, so that a
    person has to judge."""

    kind: IndicatorKind
    per: Decimal | None = None
    cap: Decimal | None = None
    required: int | None = None
    several: bool = False


def read_rule(words: str, dimension: str, most: Decimal) -> Rule:
    """The rule of an indicator that is worth `most` points, out of its words and the heading it stands under.

    What is not said to be counted is judged: an indicator of points.
    """
    text = narrow(words)
    if _VETO.search(text) or _VETO.search(dimension):
        return Rule(IndicatorKind.VETO)
    brings, takes = _numbers(_BRINGS, text), _numbers(_TAKES, text)
    if _EXTRA.search(dimension) or (brings and not takes):
        return Rule(IndicatorKind.BONUS, _only(brings), most, several=len(brings) != 1)
    if len(takes) == 1 and not brings:
        least = _AT_MOST.search(text)
        cap = Decimal(least[1]) if least else None
        return Rule(IndicatorKind.DEDUCT, _only(takes), cap if cap is not None and cap < most else None)
    times = _TIMES.search(text)
    if _IN_PROPORTION.search(text) and times and not takes:
        return Rule(IndicatorKind.QUOTA, required=int(times[1]) or None)
    return Rule(IndicatorKind.POINTS, several=len(takes) > 1)


def _numbers(pattern: re.Pattern, text: str) -> set[Decimal]:
    return {Decimal(number) for number in pattern.findall(text)}


def _only(numbers: set[Decimal]) -> Decimal | None:
    return next(iter(numbers)) if len(numbers) == 1 else None
