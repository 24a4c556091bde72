"""The score of each group out of a hundred: from the lines, the panel or the votes."""

from fractions import Fraction

from cms.assessment.arithmetic.results import GroupScore, Line
from cms.assessment.arithmetic.rounding import equal_to, figure
from cms.assessment.documents.records import WITHIN_THE_HUNDRED, Agency, Group

# From so many scores on, one highest and one lowest may be left out.
ENOUGH_FOR_EXTREMES = 5
POINTS_OF_A_LEVEL = 20


def group_of(group: Group, agency: Agency, lines: tuple[Line, ...]) -> GroupScore:
    match group.kind:
        case "indicators":
            return _indicators(group, lines)
        case "panel":
            return _panel(group, agency)
    return _vote(group, agency)


def _indicators(group: Group, lines: tuple[Line, ...]) -> GroupScore:
    within = [line for line in lines if line.kind in WITHIN_THE_HUNDRED and line.max is not None]
    missing = [line for line in within if line.is_missing]
    if missing:
        named = "、".join(f"{line.key}“{line.name}”" for line in missing)
        return _without(group, f"普法办还没有打分：{named}")
    if not within:
        return _without(group, "没有适用的指标")
    earned = sum((line.earned for line in within), Fraction(0))
    highest = sum((line.max for line in within), Fraction(0))
    return _with(
        group,
        100 * earned / highest,
        f"适用指标得分合计÷分值合计：100×{figure(earned)}÷{figure(highest)}",
    )


def _panel(group: Group, agency: Agency) -> GroupScore:
    scores = sorted(row.score for row in agency.panel if row.agency != agency.code)
    own = len(agency.panel) - len(scores)
    notes = [f"{group.name}：回避{own}人（评委属于本单位），打分不计"] if own else []
    if not scores:
        return _without(group, "没有可计的打分" + ("，评委都属于本单位" if own else ""), notes)
    if group.drop_extremes and len(scores) >= ENOUGH_FOR_EXTREMES:
        lowest, *scores, highest = scores
        notes.append(
            f"{group.name}：去掉一个最高分{figure(highest)}和一个最低分{figure(lowest)}，其余{len(scores)}人取平均"
        )
    total = sum(scores, Fraction(0))
    return _with(group, total / len(scores), f"{len(scores)}人平均：{figure(total)}÷{len(scores)}", notes)


def _vote(group: Group, agency: Agency) -> GroupScore:
    votes = sum(agency.votes.values())
    if votes < group.minimum_votes:
        return _without(group, f"只有{votes}票，不足{group.minimum_votes}票")
    if not votes:
        return _without(group, "没有投票")
    points = sum(level * POINTS_OF_A_LEVEL * number for level, number in agency.votes.items())
    return _with(group, Fraction(points, votes), f"{votes}票平均：{points}÷{votes}")


def _with(group: Group, score: Fraction, sum_of: str, notes: list[str] | None = None) -> GroupScore:
    reckoned = f"{group.name}：{sum_of}{equal_to(score)}"
    return GroupScore(group.key, group.name, group.weight, score, notes=(*(notes or ()), reckoned))


def _without(group: Group, why: str, notes: list[str] | None = None) -> GroupScore:
    told = f"{group.name}不计：{why}"
    return GroupScore(group.key, group.name, group.weight, None, why, (*(notes or ()), told))
