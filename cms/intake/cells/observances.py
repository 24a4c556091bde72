"""Days and months that plans name instead of a date: 国家宪法日, 安全生产月, 重阳节.

Only those whose date a law or a standing decision fixes; what is announced year by year is not among them.
"""

import re
from collections.abc import Callable
from datetime import date

from cms.core.almanac import lunar_day_of, lunar_days, nth_weekday
from search.chinese.dates import months_span
from search.chinese.numerals import CHARACTERS, parse_chinese_number

Span = tuple[date, date]
_FIXED = {
    "宪法日": (12, 4), "消费者权益": (3, 15), "妇女节": (3, 8), "植树节": (3, 12), "水日": (3, 22),
    "国家安全教育日": (4, 15), "知识产权日": (4, 26), "劳动节": (5, 1), "五一": (5, 1),
    "青年节": (5, 4), "防灾减灾日": (5, 12), "家庭日": (5, 15), "儿童节": (6, 1), "环境日": (6, 5),
    "土地日": (6, 25), "禁毒日": (6, 26), "建党": (7, 1), "建军": (8, 1), "慈善日": (9, 5),
    "教师节": (9, 10), "烈士纪念日": (9, 30), "国庆": (10, 1), "消防日": (11, 9), "消防宣传日": (11, 9),
    "反家暴日": (11, 25), "艾滋病日": (12, 1), "交通安全日": (12, 2), "残疾人日": (12, 3),
    "志愿者日": (12, 5), "人权日": (12, 10), "公祭日": (12, 13), "元旦": (1, 1), "警察节": (1, 10),
}  # fmt: skip
_MONTHS = {"民法典宣传月": 5, "安全生产月": 6, "税收宣传月": 4, "爱国卫生月": 4}
# (month, which, weekday): the nth such weekday of a month, Monday being 0.
_NTH = {"助残日": (5, 3, 6), "国防教育日": (9, 3, 5), "母亲节": (5, 2, 6), "父亲节": (6, 3, 6)}
_LUNAR = {
    "春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中秋": (8, 15), "重阳": (9, 9),
    "老年节": (9, 9), "腊八": (12, 8),
}  # fmt: skip
_MONTH_NAMES = {"正月": 1, "冬月": 11, "腊月": 12}
_LUNAR_DAY = re.compile(
    rf"农历(?P<month>正月|冬月|腊月|(?:\d{{1,2}}|[{CHARACTERS}]+)月)初?(?P<day>\d{{1,2}}|[{CHARACTERS}廿]+)[日号]?"
)

# The words that stand with a name.
_AROUND_A_NAME = "(?:国际|世界|全国|中国|国家|上海|全民|全军)*{}(?:[节日]|期间|当[天日])*"


def lunar_date(text: str, lunar_year: int) -> date | None:
    """The day of a lunar date of that lunar year, which may lie in the next year; None for anything else,
    also where more than one day is said."""
    match = _LUNAR_DAY.fullmatch(text)
    if not match:
        return None
    month = _MONTH_NAMES.get(match["month"]) or _number(match["month"].rstrip("月"))
    return lunar_day_of(lunar_year, month, _number(match["day"]))


def lunar_date_within(text: str, year: int) -> date | None:
    """The one day of that year on which a lunar date falls; None where it falls on none or on two."""
    match = _LUNAR_DAY.fullmatch(text)
    if not match:
        return None
    month = _MONTH_NAMES.get(match["month"]) or _number(match["month"].rstrip("月"))
    found = set(lunar_days(year, month, _number(match["day"])))
    return found.pop() if len(found) == 1 else None


def named(text: str, year: int) -> tuple[str, list[Span | None]]:
    """What a text says besides the observances it names, and the first and last day of each in that year.

    None stands for a day that the year has twice or not at all.
    """
    found: dict[Span | None, None] = {}
    for name, when in _OBSERVANCES.items():
        if name in text:
            text = re.sub(_AROUND_A_NAME.format(name), " ", text)
            found[when(year)] = None
    return text, list(found)


def lunar_span(text: str, year: int) -> Span | None:
    """First and last day of a lunar date, or of a range of them, in that year; None for anything else."""
    left, _, right = re.sub(r"至|到|[~—–-]+", "~", text).partition("~")
    if right:
        if "月" in left and "月" not in right:
            right = left.removeprefix("农历")[: left.index("月") - 1] + right
        right = "农历" + right.removeprefix("农历")
        first, last = lunar_date_within(left, year), lunar_date_within(right, year)
        return (first, last) if first and last and first <= last else None
    day = lunar_date_within(text, year)
    return (day, day) if day else None


def is_lunar(text: str) -> bool:
    """Whether a text names a day by the lunar calendar."""
    return "农历" in text or any(name in text for name in _LUNAR)


def _festival(month: int, day: int, year: int) -> Span | None:
    found = set(lunar_days(year, month, day))
    return (found.pop(),) * 2 if len(found) == 1 else None


def _number(text: str) -> int:
    try:
        return parse_chinese_number(text.replace("廿", "二十"))
    except ValueError:
        return 0


# Of each name its span in a year.
_OBSERVANCES: dict[str, Callable[[int], Span | None]] = {
    **{name: lambda year, day=day: (date(year, *day),) * 2 for name, day in _FIXED.items()},
    **{name: lambda year, nth=nth: (nth_weekday(year, *nth),) * 2 for name, nth in _NTH.items()},
    **{name: lambda year, month=month: months_span(year, month, month) for name, month in _MONTHS.items()},
    **{name: lambda year, day=day: _festival(*day, year) for name, day in _LUNAR.items()},
}
