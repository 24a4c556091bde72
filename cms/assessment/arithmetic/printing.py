"""The result as JSON has it: every number a string of two digits, or null."""

from collections.abc import Iterable
from fractions import Fraction

from cms.assessment.arithmetic.results import AgencyResult, GroupScore, Line
from cms.assessment.arithmetic.rounding import two_digits


def as_printed(results: Iterable[AgencyResult]) -> dict:
    return {"agencies": [_agency(result) for result in results]}


def _agency(result: AgencyResult) -> dict:
    return {
        "code": result.code,
        "total": _number(result.total),
        "grade": result.grade,
        "bonus": _number(result.bonus),
        "groups": {group.key: _group(group) for group in result.groups},
        "lines": [_line(line) for line in result.lines],
        "incomplete": list(result.incomplete),
        "notes": result.notes,
    }


def _group(group: GroupScore) -> dict:
    if group.score is None:
        return {"score": None, "counted": False, "why": group.why}
    return {"score": _number(group.score), "counted": True}


def _line(line: Line) -> dict:
    return {
        "key": line.key,
        "name": line.name,
        "earned": _number(line.earned),
        "max": _number(line.max),
        "text": line.text,
    }


def _number(number: Fraction | None) -> str | None:
    return None if number is None else two_digits(number)
