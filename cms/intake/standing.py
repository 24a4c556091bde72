"""Tables whose records do not stand one on a row: said in words, with the cure, and never read halfway."""

import re

from cms.intake.cells.text import as_text
from cms.intake.headers import MIN_HEADINGS, SEARCHED_ROWS, letters_of
from cms.intake.headings import Names
from cms.intake.reading import RawRow
from search.chinese.folding import narrow

# In so many columns the names of what stands beside them are looked for.
_FIRST_COLUMNS = 3
_FEWEST_PAIRS = 2
_PERIOD = re.compile(
    r"(?:\d{2,4}[年./-])?\d{1,2}(?:月(?:份|\d{1,2}[日号]?)?|[日号]|[./-]\d{1,2}(?:[日号]|[ T]00:00(?::00)?)?)"
    r"|[一二三四五六七八九十]{1,2}月份?|第[一二三四五六七八九十\d]+(?:次|期|课|讲|天|周|季度)|(?:周|星期)[一二三四五六日]"
)


def stands_otherwise(rows: list[RawRow], names: Names) -> str:
    """Why the records of a sheet do not stand one on a row, and what to do; empty where they may."""
    near = rows[:SEARCHED_ROWS]
    most = max((names.hits(row.cells) for row in near), default=0)
    return _forms(near, names) or _upright(near, names, most) or _across(near, names)


def _upright(rows: list[RawRow], names: Names, most: int) -> str:
    """Headings below each other, what belongs to each on its right."""
    for position in range(_FIRST_COLUMNS):
        named = [row for row in rows if row.cell(position) in names]
        beside = [row for row in named if any(as_text(cell) for cell in row.cells[position + 1 :])]
        hits = names.hits([row.cell(position) for row in named])
        if len(beside) >= MIN_HEADINGS and hits >= MIN_HEADINGS and hits > most:
            told = "、".join(f"“{as_text(row.cell(position))}”" for row in named[:MIN_HEADINGS])
            return (
                f"列名竖着写在{letters_of(position)}列（第{named[0].number}行起：{told}…），一条记录占一列。"
                "请复制整张表，用“选择性粘贴”里的“转置”贴成一行一条，再重传"
            )
    return ""


def _forms(rows: list[RawRow], names: Names) -> str:
    """Forms to fill in: each name of a column is followed by what was filled in."""
    pairs = {row.number: found for row in rows if (found := _pairs(row, names)) is not None}
    if any(found == 0 for found in pairs.values()):
        # Headings side by side are those of a table.
        return ""
    filled = [number for number, found in pairs.items() if found >= _FEWEST_PAIRS]
    if len(filled) < _FEWEST_PAIRS:
        return ""
    return (
        f"像是一份一份填写的登记表（第{filled[0]}行起，每个栏目后面就是内容），不是一行一条的名单。"
        "请把内容誊到一张表里：第一行写列名，以下一行一条，再重传"
    )


def _pairs(row: RawRow, names: Names) -> int | None:
    """How many headings of a row are followed by what is none; None for a row that holds too few of them."""
    filled = [cell for cell in row.cells if as_text(cell)]
    places = [place for place, cell in enumerate(filled) if cell in names]
    if len(places) < _FEWEST_PAIRS:
        return None
    if len(places) >= MIN_HEADINGS and len(places) * 3 > len(filled) * 2:
        return 0
    return sum(place + 1 < len(filled) and filled[place + 1] not in names for place in places)


def _across(rows: list[RawRow], names: Names) -> str:
    """Months or days side by side, where a row is to say what was on one of them."""
    for row in rows:
        texts = [narrow(as_text(cell)).strip() for cell in row.cells]
        periods = [text for text in texts if _PERIOD.fullmatch(text)]
        if len(periods) < MIN_HEADINGS or not any(cell in names for cell in row.cells):
            continue
        lacking = names.lacking(row.cells)
        if lacking:
            return (
                f"第{row.number}行把“{periods[0]}”“{periods[1]}”…横着各排一列，缺少列：{'、'.join(lacking)}。"
                "请改成一次一行，每行写明日期和内容，再重传"
            )
    return ""
