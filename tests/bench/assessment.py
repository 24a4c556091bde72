"""The yearly assessment of 200 agencies by 60 indicators, every sentence included; held to two seconds."""

import json
import time

from cms.assessment.arithmetic import as_printed, compute
from cms.assessment.documents import read_text

AGENCIES, INDICATORS, ASSESSORS = 200, 60, 30
LIMIT = 2.0
KINDS = (
    {"kind": "points", "max": "2.5"},
    {"kind": "deduct", "max": "6", "per": "0.3", "cap": "1.2"},
    {"kind": "quota", "max": "8"},
    {"kind": "bonus", "per": "0.15", "cap": "1"},
)


def run(size: int) -> None:
    text = json.dumps(_document(), ensure_ascii=False)
    started = time.perf_counter()
    document = read_text(text)
    read = time.perf_counter()
    results = compute(document)
    printed = json.dumps(as_printed(results), ensure_ascii=False)
    ended = time.perf_counter()
    assert len(results) == AGENCIES
    assert all(result.total is not None and len(result.lines) == INDICATORS for result in results)
    seconds = ended - started
    print(f"{AGENCIES} 个单位 × {INDICATORS} 项指标，评委 {ASSESSORS} 人（{len(text) // 1024} KB）")
    print(
        f"读取与核对 {read - started:.2f} 秒，计算与说明 {ended - read:.2f} 秒"
        f"（{len(printed) // 1024} KB），共 {seconds:.2f} 秒"
    )
    print(f"限 {LIMIT:.0f} 秒：{'通过' if seconds < LIMIT else '超过'}")


def _document() -> dict:
    indicators = [_indicator(number) for number in range(INDICATORS)]
    return {
        "scheme": {
            "name": "测速",
            "year": 2026,
            "bands": [
                {"name": "优秀", "from": "90", "at_most_share": "0.30"},
                {"name": "良好", "from": "80", "at_most_share": "0.40"},
                {"name": "合格", "from": "0"},
            ],
            "groups": [
                {"key": "office", "name": "核分", "weight": "60", "kind": "indicators"},
                {"key": "panel", "name": "评议团", "weight": "25", "kind": "panel", "drop_extremes": True},
                {"key": "public", "name": "社会评价", "weight": "15", "kind": "vote", "minimum_votes": 30},
            ],
            "dimensions": [{"key": "A", "name": "维度", "indicators": indicators}],
            "bonus_cap": "5",
        },
        "agencies": [_agency(number, indicators) for number in range(AGENCIES)],
    }


def _indicator(number: int) -> dict:
    kind = KINDS[number % len(KINDS)]
    # A different denominator each: what makes exact sums long.
    own = {"required": number + 1} if kind["kind"] == "quota" else {}
    return {"key": f"A{number}", "name": f"指标{number}"} | kind | own


def _agency(number: int, indicators: list[dict]) -> dict:
    return {
        "code": f"D{number}",
        "name": f"单位{number}",
        "indicators": {
            each["key"]: {"self": "2.5", "office": f"{(number + index) % 25 / 10:.1f}"}
            if each["kind"] == "points"
            else {"count": (number * 7 + index) % 40}
            for index, each in enumerate(indicators)
        },
        "exempt": {"A2": "无此职责"} if number % 3 == 0 else {},
        "panel": [
            {"assessor": f"p{row}", "agency": f"D{row}", "score": f"{60 + (number + row * 3) % 40}.5"}
            for row in range(ASSESSORS)
        ],
        "votes": {"5": number, "4": 30, "3": 10, "2": 3, "1": 1},
    }
