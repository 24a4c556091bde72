"""Laws that files still name although they are no longer in force, with the day they ended.

Only what the repealing law or decree says itself: in a text that is held, or in the table below where that
text may not be held. A law's own record goes first where it names a day.
"""

import re
from datetime import date

from cms.statutes.models.levels import short_title

_SENTENCE = re.compile(r"[^。；\n]*》同时废止")
_STARTS = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施)")
_TITLE = re.compile(r"《([^《》]+)》")

# Repealed by article 1260 of the Civil Code.
_CIVIL_CODE = date(2021, 1, 1)
_FOREIGN_INVESTMENT = date(2020, 1, 1)

REPEALED = {
    "婚姻法": _CIVIL_CODE,
    "继承法": _CIVIL_CODE,
    "民法通则": _CIVIL_CODE,
    "收养法": _CIVIL_CODE,
    "担保法": _CIVIL_CODE,
    "合同法": _CIVIL_CODE,
    "物权法": _CIVIL_CODE,
    "侵权责任法": _CIVIL_CODE,
    "民法总则": _CIVIL_CODE,
    "外资企业法": _FOREIGN_INVESTMENT,
    "中外合资经营企业法": _FOREIGN_INVESTMENT,
    "中外合作经营企业法": _FOREIGN_INVESTMENT,
    "经济合同法": date(1999, 10, 1),
    "涉外经济合同法": date(1999, 10, 1),
    "技术合同法": date(1999, 10, 1),
    "治安管理处罚条例": date(2006, 3, 1),
    "食品卫生法": date(2009, 6, 1),
    "城市房屋拆迁管理条例": date(2011, 1, 21),
    "行政监察法": date(2018, 3, 20),
    "环境噪声污染防治法": date(2022, 6, 5),
    "公司登记管理条例": date(2022, 3, 1),
    "信访条例": date(2022, 5, 1),
    "营业税暂行条例": date(2017, 11, 19),
    "契税暂行条例": date(2021, 9, 1),
    "印花税暂行条例": date(2022, 7, 1),
    "增值税暂行条例": date(2026, 1, 1),
}

# Laws made anew or amended, whose newer text may not be held: the day that text was passed, the day it took
# effect. Written from memory; compared in November 2026 with the news agencies' reports of the day and with
# presidential orders 47 and 50 of 2025. Not seen there: both days of 治安管理处罚法 and from which day the
# amended 食品安全法 holds. Once the newer text is imported, its own words decide.
REVISED = {
    "传染病防治法": (date(2025, 4, 30), date(2025, 9, 1)),
    "反不正当竞争法": (date(2025, 6, 27), date(2025, 10, 15)),
    "食品安全法": (date(2025, 9, 12), date(2025, 12, 1)),
    "治安管理处罚法": (date(2025, 6, 27), date(2026, 1, 1)),
    "网络安全法": (date(2025, 10, 28), date(2026, 1, 1)),
    "村民委员会组织法": (date(2025, 10, 28), date(2026, 1, 1)),
    "城市居民委员会组织法": (date(2025, 10, 28), date(2026, 1, 1)),
    "仲裁法": (date(2025, 9, 12), date(2026, 3, 1)),
    "海商法": (date(2025, 10, 28), date(2026, 5, 1)),
}


def gave_way_on(law: str, dated_on: date | None) -> date | None:
    """The day from which a text of a law (by its short title) no longer holds, though none newer is held."""
    revised = REVISED.get(law)
    return revised[1] if revised and dated_on and dated_on < revised[0] else None


def titles_in(text: str) -> list[str]:
    """The short titles that stand in 《》, in their order."""
    return [short_title(title.replace("〈", "《").replace("〉", "》")) for title in _TITLE.findall(text)]


def repeals_in(text: str) -> tuple[list[str], date | None]:
    """The short titles of the laws that an article ends (《…》同时废止), and the day if it names one."""
    titles = [title for sentence in _SENTENCE.findall(text) for title in titles_in(sentence)]
    starts = _STARTS.search(text)
    return titles, date(*map(int, starts.groups())) if starts else None
