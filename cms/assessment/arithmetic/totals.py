"""Groups and bonus to one total, rounded once."""

from collections.abc import Iterable
from fractions import Fraction

from cms.assessment.arithmetic.results import GroupScore, Line
from cms.assessment.arithmetic.rounding import equal_to, figure, rounded
from cms.assessment.documents.plain import plain
from cms.assessment.documents.records import Scheme


def bonus_of(scheme: Scheme, lines: Iterable[Line]) -> tuple[Fraction, list[str]]:
    """The bonus that counts, and a note where it is cut."""
    earned = sum((line.earned for line in lines if line.kind == "bonus"), Fraction(0))
    if scheme.bonus_cap is None or earned <= scheme.bonus_cap:
        return earned, []
    return scheme.bonus_cap, [f"加分合计{figure(earned)}，超过上限，只加{figure(scheme.bonus_cap)}"]


def total_of(
    scheme: Scheme, groups: Iterable[GroupScore], bonus: Fraction, incomplete: tuple[str, ...]
) -> tuple[Fraction | None, list[str]]:
    """The rounded total, or None, and how it came about."""
    if incomplete:
        return None, [f"没有总分：普法办还有{len(incomplete)}项没有打分（{'、'.join(incomplete)}）"]
    counted = [group for group in groups if group.score is not None]
    weights = sum((group.weight for group in counted), Fraction(0))
    if not weights:
        return None, ["没有总分：没有一个有权重的部分有得分"]
    total = sum(group.weight * group.score for group in counted) / weights + bonus
    parts = "+".join(f"{plain(group.weight)}×{figure(group.score)}" for group in counted)
    more = f"+加分{figure(bonus)}" if bonus else ""
    notes = [f"总分：({parts})÷{plain(weights)}{more}{equal_to(total)}"]
    if scheme.total_cap is not None and total > scheme.total_cap:
        total = scheme.total_cap
        notes.append(f"总分超过上限，计{figure(total)}")
    return rounded(total), notes
