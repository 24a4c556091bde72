"""The weekday written beside a date, held against the date."""

import re
from datetime import date, timedelta

NAMES = "一二三四五六日"
# 每周三, 三周一次 and 第二周三 name no day of a date.
_NAMED = re.compile(rf"(?<![每第\d两几一二三四五六七八九十])(?:星期|礼拜|周)([{NAMES}天])")


def weekday_doubt(text: str, first: date, last: date) -> str:
    """Why the weekdays a text names are not those of its days; empty where they are or none is named."""
    span = range(min((last - first).days, 6) + 1)
    theirs = {NAMES[(first + timedelta(days=days)).weekday()] for days in span}
    named = {name.replace("天", "日") for name in _NAMED.findall(text)}
    if named <= theirs:
        return ""
    wrong = "、".join(f"星期{name}" for name in NAMES if name in named - theirs)
    return f"“{text}”写着{wrong}，而 {first} 是星期{NAMES[first.weekday()]}，请核对是日期还是星期写错"
