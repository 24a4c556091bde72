"""Days and months that plans name instead of a date: 国家宪法日, 安全生产月, 重阳节.

Only those whose date a law or a standing decision fixes; what is announced year by year is not among them.
"""

import re
from datetime import date

from cms.core.almanac import lunar_day_of, lunar_days, nth_weekday
from search.chinese.dates import months_span
from search.chinese.numerals import CHARACTERS, parse_chinese_number

# Longer names first where one contains another.
_FIXED = {
    "宪法日": (12, 4), "消费者权益": (3, 15), "妇女节": (3, 8), "植树节": (3, 12), "水日": (3, 22),
    "国家安全教育日": (4, 15), "知识产权日": (4, 26), "劳动节": (5, 1), "五一": (5, 1),
    "青年节": (5, 4), "防灾减灾日": (5, 12), "家庭日": (5, 15), "儿童节": (6, 1), "环境日": (6, 5),
    "土地日": (6, 25), "禁毒日": (6, 26), "建党": (7, 1), "建军": (8, 1), "慈善日": (9, 5),
    "教师节": (9, 10), "烈士纪念日": (9, 30), "国庆": (10, 1), "消防日": (11, 9), "消防宣传日": (11, 9),
    "反家暴日": (11, 25), "艾滋病日": (12, 1), "交通安全日": (12, 2), "残疾人日": (12, 3),
    "志愿者日": (12, 5), "人权日": (12, 10), "公祭日": (12, 13), "元旦": (1, 1), "警察节": (1, 10),
}  # fmt: skip
_MONTHS = {"民法典宣传月": 5, "安全生产月": 6, "税收宣传月": 4, "职业病防治宣传": None, "爱国卫生月": 4}
# (month, which, weekday): the nth such weekday of a month, Monday being 0.
_NTH = {"助残日": (5, 3, 6), "国防教育日": (9, 3, 5), "母亲节": (5, 2, 6), "父亲节": (6, 3, 6)}
_LUNAR = {
    "春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中秋": (8, 15), "重阳": (9, 9),
    "老年节": (9, 9), "腊八": (12, 8),
}  # fmt: skip
_MONTH_NAMES = {"正月": 1, "冬月": 11, "腊月": 12}
_LUNAR_DAY = re.compile(
    rf"农历(?P<month>正月|冬月|腊月|(?:\d{{1,2}}|[{CHARACTERS}]+)月)初?(?P<day>\d{{1,2}}|[{CHARACTERS}廿]+)"
)


def lunar_day(text: str, year: int) -> date | None:
    """The day of a lunar date or a festival of the lunar calendar in that year; None where none is named."""
    match = _LUNAR_DAY.search(text)
    if match:
        month = _MONTH_NAMES.get(match["month"]) or _number(match["month"].rstrip("月"))
        return _solar(year, month, _number(match["day"]))
    named = next((when for name, when in _LUNAR.items() if name in text), None)
    return _solar(year, *named) if named else None


def lunar_date(text: str, lunar_year: int) -> date | None:
    """The day of a lunar date of that lunar year, which may lie in the next year; None for anything else."""
    match = _LUNAR_DAY.search(text)
    if not match:
        return None
    month = _MONTH_NAMES.get(match["month"]) or _number(match["month"].rstrip("月"))
    return lunar_day_of(lunar_year, month, _number(match["day"]))


def observed(text: str, year: int) -> tuple[date, date] | None:
    """First and last day of the observance a text names in that year; None where it names none."""
    for name, (month, day) in _FIXED.items():
        if name in text:
            return (date(year, month, day),) * 2
    for name, (month, which, weekday) in _NTH.items():
        if name in text:
            return (nth_weekday(year, month, which, weekday),) * 2
    month = next((month for name, month in _MONTHS.items() if month and name in text), None)
    return months_span(year, month, month) if month else None


def _number(text: str) -> int:
    try:
        return parse_chinese_number(text.replace("廿", "二十"))
    except ValueError:
        return 0


def _solar(year: int, month: int, day: int) -> date | None:
    """The day within the given year on which a lunar date falls; None where the calendar has no such day."""
    return max(lunar_days(year, month, day), default=None)
