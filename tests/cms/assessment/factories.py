"""Documents as JSON has them: the smallest valid one, with what a test changes."""

from copy import deepcopy

from cms.assessment.arithmetic import AgencyResult, compute
from cms.assessment.documents import Refused, parse

BANDS = [{"name": "优秀", "from": "90"}, {"name": "合格", "from": "60"}, {"name": "不合格", "from": "0"}]
OFFICE = {"key": "office", "name": "普法办核分", "weight": "100", "kind": "indicators"}
PANEL = {"key": "panel", "name": "评议团", "weight": "100", "kind": "panel"}
PUBLIC = {"key": "public", "name": "社会评价", "weight": "100", "kind": "vote"}
POINTS = {"key": "P", "name": "组织领导", "kind": "points", "max": "100"}
DEDUCT = {"key": "D", "name": "信息报送", "kind": "deduct", "max": "6", "per": "0.3", "cap": "1.2"}
QUOTA = {"key": "Q", "name": "普法讲座", "kind": "quota", "max": "8", "required": 4}
BONUS = {"key": "B", "name": "典型案例", "kind": "bonus", "per": "1", "cap": "3"}
VETO = {"key": "V", "name": "弄虚作假", "kind": "veto", "at_best": "不合格"}


def scheme(*indicators: dict, groups=(OFFICE,), bands=BANDS, **more) -> dict:
    dimension = {"key": "A", "name": "维度", "indicators": [*indicators] or [POINTS]}
    return deepcopy(
        {
            "name": "评议",
            "year": 2026,
            "bands": [*bands],
            "groups": [*groups],
            "dimensions": [dimension],
        }
        | more
    )


def agency(code: str = "D01", **more) -> dict:
    return {
        "code": code,
        "name": f"单位{code}",
        "indicators": {},
        "exempt": {},
        "panel": [],
        "votes": {},
    } | more


def scored(*scores: str) -> list[dict]:
    """An agency for each score of the office, out of a hundred."""
    return [
        agency(f"D{number:02d}", indicators={"P": {"office": score}})
        for number, score in enumerate(scores, 1)
    ]


def panel(*scores: str, agency: str | None = None) -> list[dict]:
    return [
        {"assessor": f"p{agency or ''}{number}", "agency": agency, "score": score}
        for number, score in enumerate(scores)
    ]


def document(a_scheme: dict, *agencies: dict) -> dict:
    return {"scheme": a_scheme, "agencies": [*agencies] or [agency()]}


def results(a_scheme: dict, *agencies: dict) -> list[AgencyResult]:
    return compute(parse(document(a_scheme, *agencies)))


def result(a_scheme: dict, an_agency: dict) -> AgencyResult:
    return results(a_scheme, an_agency)[0]


def problems(value: object) -> list[str]:
    """What is said of the document; nothing of a valid one."""
    try:
        parse(value)
    except Refused as refused:
        return list(refused.problems)
    return []
