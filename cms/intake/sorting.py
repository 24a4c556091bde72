"""Tells the rows below the headings apart and turns those that hold data into lines."""

import re
from bisect import bisect_right
from collections import defaultdict
from sys import maxsize
from typing import Any

from cms.intake.cells.text import as_text
from cms.intake.filling import fill_down, says_nothing
from cms.intake.groups import Groups
from cms.intake.headers import MIN_HEADINGS, SIDES, levels_at, map_columns, without_heading
from cms.intake.headings import Names
from cms.intake.marking import marks_of, unplaced_mark
from cms.intake.reading import RawRow, SheetData
from cms.intake.shape import Block, Layout, Line, Part
from cms.intake.spec import DELIMITED
from search.chinese.folding import narrow

# A row that names nobody fills at least so many mapped cells, or it is a remark.
MIN_CELLS = 3
# A name that stands alone on its row is no longer than this, or it is a remark.
LONGEST_ALONE = 15
# Blank rows between two records are listed up to so many.
LISTED_BLANKS = 1000
# Unmapped headings of tables further down are kept beyond all positions of the first.
LATER = 10_000
_UNITS = r"(?:人次|人|名|位|户|场次|场|次|份|册|件|条|元|小时|个)?"
_SUM = rf"[:：]?(?:共|约)?[\d,.]*{_UNITS}[。.]?"
_SUM_AT_ONCE = re.compile(rf"(?:本页)?(?:小计|分计){_SUM}")
_TOTAL = re.compile(rf".{{0,12}}?(?:合计|总计|共计|累计|总数|小计|分计){_SUM}")
# What stands below marks: their average, how many passed.
_OF_MARKS = re.compile(
    r"(?:总|平均|最高|最低|满)(?:分数?|成绩|得分)|平均|(?:及格|合格|优秀|通过|到课|出勤)率[:：]?[\d.%]*|参考人数[:：]?\d*"
)
_NAMED_SUM = re.compile(r"(?!本|全|各|以上)..+计$|累计..")
_AMOUNT = re.compile(rf"(?:共|约)?[\d,.]*{_UNITS}")
LONGEST_SUM = 40
_NOTE = re.compile(
    r"^(注|备注|说明|填表|填报|制表|审核|单位负责人|联系人|负责人|以上|本表|应到|实到|应参|实参|到会|附\s*[:：]|[(（]?(?:接上|续上|转下)页|续表"
    r"|\d{4}\s*年\s*\d{1,2}\s*月\s*(?:\d{1,2}\s*日)?$"
    r"|[(（—－-]*\s*以下(?:空白|无)|第\s*\d+\s*页|[二〇零○一二三四五六七八九]{4}年|.{2,30}[(（](?:盖章|公章)[)）]$"
    r"|[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])"
)
# Of the remarks those that number parts: 一、柳林苑居委会.
_PART = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．]")
# What stands above a table: what it is called, whose it is.
_TITLE = re.compile(
    r"(?:名册|名单|登记|一览|汇总|明细|统计|签到|点名|情况|成绩)[表册簿单]?(?:[(（].*[)）])?$"
    r"|(?:台账|清单|记录)$|^(?:填报|报送|制表)?单位\s*[:：]|(?:居委会?|社区|街道|镇)$|^\d{4}年.{0,8}期"
    r"|^(?:培训|考试|活动)?(?:时间|日期|地点|主题|名称)\s*[:：]"
)
_STAMPED = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*(?:\d{1,2}\s*日)?")
# A part of a list of those who are on it no more.
_LEAVERS = re.compile(r"退出|注销|离任|调离|去世|已故|死亡|除名|解聘|不再担任")
_SECTION = re.compile(r"(?:附\s*[:：件]?)?.{0,8}(?:人员|名单|志愿者)(?:名单)?[:：]?(?:[(（].*[)）])?")
_SIGNED = re.compile(
    r"(?:填表|填报|制表|审核|审批|报送|经办|分管|主管|单位|部门|负责|联系|日期|时间|签字|签名|盖章)[^:：]{0,8}[:：]"
)
_NUMBER = re.compile(r"\d{1,6}(?:\.0)?")
# What people write for "as above".
_DITTO = {"同上", "上同", "同前", "〃", "″", "“", "”", "＂", '"', "''", "〃〃", "″″", "ditto"}
_CONTINUED = re.compile(r"[（(]\s*续\s*[)）]$")


class Sorter:
    """`labels` are the columns of which the first filled one says whom or what a row is about."""

    def __init__(self, sheet: SheetData, layout: Layout, names: Names, labels: tuple[str, ...]):
        self.sheet, self.layout, self.names, self.labels = sheet, layout, names, labels
        self.by_position = {row.number: row for row in sheet.rows}
        self.covers: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for merge in sorted(sheet.merges, key=lambda merge: merge.top):
            self.covers[merge.column].append((merge.top, merge.bottom))
        self.blocks = layout.blocks
        # The table further down that is being read, and how many lines stand above it.
        self.table: Layout | None = None
        self.first = 0
        # Of each block the cells of the record before.
        self.above: list[dict[str, Any]] = [{} for _ in self.blocks]
        self.groups = [Groups(names, labels) for _ in self.blocks]
        # What stands between two tables and is the title of the second; the part of the list one is in.
        self.own: list[list[str]] = []
        self.section = ""

    def sort(self, start: int, below: int) -> int:
        """Fill the layout; returns how many lines stand below its own headings."""
        rows = self.sheet.rows
        self.above_all = [row for row in rows[:start] if row.filled]
        for row in self.above_all:
            self._skip("title", row.number)
        self._title_sides()
        # The heading of a delimited file is its first record, not a row to be passed over.
        if self.sheet.name != DELIMITED and self.layout.header_rows:
            self.layout.skipped["header"] = list(self.layout.header_rows)
        blanks: list[int] = []
        before = rows[below - 1].number if below else 0
        second_level = None
        for place, row in enumerate(rows[below:], below):
            if not row.filled or row is second_level:
                continue
            blanks += range(before + 1, min(row.number, before + 1 + LISTED_BLANKS))
            before = row.number
            texts = [as_text(cell) for cell in row.cells]
            if row.number not in self.sheet.wanted and self._is_heading(row, texts):
                levels = levels_at(rows, place, self.names)
                second_level = levels[1] if len(levels) > 1 else None
                for level in levels:
                    self._skip("header", level.number)
                    before = level.number
                self._begin_table(levels)
                self._begin_part(row.number)
                continue
            if row.number not in self.sheet.wanted and self._is_title(place, row, texts):
                self._skip("title", row.number)
                self.own.append(list(filter(None, texts)))
                continue
            if self._take(row, texts):
                # Blank rows count only where data goes on below them.
                for blank in blanks if len(self.layout.data) > self.taken else []:
                    self._skip("blank", blank)
                blanks = []
        fill_down(self.layout)
        return len(self.layout.data) if self.table is None else self.first

    def _skip(self, kind: str, number: int | str) -> None:
        self.layout.skipped.setdefault(kind, []).append(number)

    def _is_heading(self, row: RawRow, texts: list[str]) -> bool:
        filled = sum(bool(_at(texts, position)) for block in self.blocks for position in block)
        return self.names.hits(row.cells) >= max(MIN_HEADINGS, filled // 2) or self.names.are_all(row.cells)

    def _begin_table(self, levels: list[RawRow]) -> None:
        """Headings that come again in another order govern what stands below them."""
        table = Layout("data")
        map_columns(levels, self.names, table, lambda headings: self.layout.by_person)
        self._guess_again(table)
        current = {position: column for block in self.blocks for position, column in block.items()}
        if all(current.get(position) == column for position, column in table.columns.items()):
            return
        if self.table is None:
            self.first = len(self.layout.data)
        self.table, self.blocks = table, table.blocks
        self.above = [{} for _ in self.blocks]
        if len(self.groups) != len(self.blocks):
            self.groups = [Groups(self.names, self.labels) for _ in self.blocks]
        self.layout.unmapped |= {LATER + position: text for position, text in table.unmapped.items()}

    def _is_title(self, place: int, row: RawRow, texts: list[str]) -> bool:
        """Whether a row between two tables is a title of the second: below it and its like stand headings."""
        if not _is_called(texts):
            return False
        for following in (each for each in self.sheet.rows[place + 1 : place + 6] if each.filled):
            below = [as_text(cell) for cell in following.cells]
            if self._is_heading(following, below):
                return any(map(_remarks, texts)) or not any(
                    group.names(dict(enumerate(texts)), block)
                    for group, block in zip(self.groups, self.blocks, strict=True)
                )
            if not _is_called(below):
                return False
        return False

    def _begin_part(self, number: int) -> None:
        """A table with titles of its own has none of the first one's but those above them both."""
        self.section = ""
        if not self.own:
            return
        texts = [text for row in (*self.own, *self._shared_with(self.own)) for text in row]
        self.layout.parts.append(Part(number, "", (*texts, self.sheet.name)))
        self.own = []
        for group in self.groups:
            group.forget()

    def _shared_with(self, own: list[list[str]]) -> list[list[str]]:
        """What stands above all tables: a title of one takes the place of the first one's of its kind, a name
        that of the last name."""
        above = [[text for cell in row.cells if (text := as_text(cell))] for row in self.above_all]
        for kind in [_fact(row) for row in own]:
            alike = [row for row in above if _fact(row) == kind]
            if alike:
                above.remove(alike[-1])
        return above

    def _title_sides(self) -> None:
        """Tables side by side may have titles of their own in one row above their headings."""
        starts = [min(block) for block in self.blocks]
        ends = [*starts[1:], maxsize]
        own: list[list[str]] = [[] for _ in starts]
        shared: list[str] = []
        for row in self.above_all:
            sides = [
                [
                    text
                    for cell in row.cells[0 if first == starts[0] else first : end]
                    if (text := as_text(cell))
                ]
                for first, end in zip(starts, ends, strict=True)
            ]
            if len(starts) > 1 and all(sides):
                own = [held + side for held, side in zip(own, sides, strict=True)]
            else:
                shared += [text for side in sides for text in side]
        if all(own):
            for side, texts in zip(SIDES[len(starts)], own, strict=True):
                self.layout.parts.append(Part(0, side, (*texts, *shared, self.sheet.name)))

    def _guess_again(self, table: Layout) -> None:
        """What a heading was taken for above, it is taken for below."""
        known = {text: self.layout.columns[position] for position, text in self.layout.guessed.items()}
        for position, text in list(table.unmapped.items()):
            if text in known and known[text] not in table.columns.values():
                table.blocks[0][position] = known[text]
                del table.unmapped[position]

    def _loose(self, row: RawRow):
        """Marks for the cells of a later table that stand in columns nobody takes."""
        if self.table is None:
            return
        placed = self.table.columns.keys() | self.table.left_out
        for position, cell in enumerate(row.cells):
            if position not in placed and as_text(cell):
                yield unplaced_mark(self.table.headings.get(position, without_heading(position)))

    def _take(self, row: RawRow, texts: list[str]) -> bool:
        """Whether a row holds a record; what is none is listed with its kind."""
        self.taken = 0
        sides = SIDES[len(self.blocks)]
        kinds = [self._kind(row, place, texts) for place in range(len(self.blocks))]
        for place, (kind, side) in enumerate(zip(kinds, sides, strict=True)):
            if kind == "data":
                number = f"{row.number}{side}" if side else row.number
                self.layout.data.append(self._line(row, number, place))
                self.taken += 1
        others = [kind for kind in kinds if kind not in ("data", "")]
        if "note" in others or "group" in others:
            said = next(filter(None, texts), "")
            self.section = said if _SECTION.fullmatch(said) and _LEAVERS.search(said) else ""
        if "data" not in kinds:
            self._skip(others[0] if others else "note", row.number)
        else:
            for kind, side in zip(kinds, sides, strict=True):
                if kind not in ("data", ""):
                    self._skip(kind, f"{row.number}{side}")
        return "data" in kinds

    def _kind(self, row: RawRow, place: int, texts: list[str]) -> str:
        """What a row is for one block: data, group, or a kind of row that says nothing of the others; ""
        where it has nothing there."""
        block = self.blocks[place]
        alone = len(self.blocks) == 1
        filled = {position: text for position in block if (text := _at(texts, position))}
        first = [text for text in texts if text][:1] if alone else list(filled.values())[:1]
        if not filled and not (alone and first):
            return ""
        if row.number in self.sheet.wanted and filled:
            return "data"
        label = next((text for each, text in filled.items() if block[each].name in self.labels), "")
        ordinals = [text for each, text in filled.items() if block[each].name == "序号"]
        whole = texts if alone else [_at(texts, position) for position in block]
        # Who has a name of its own is no sum, whatever else its row says.
        telling = [*ordinals, label, *first] if label else whole
        if any(_SUM_AT_ONCE.fullmatch("".join(text.split())) for text in whole[:3]):
            self.groups[place].end()
            return "subtotal"
        if any(_OF_MARKS.fullmatch("".join(text.split())) for text in telling[:2]):
            return "total"
        if any(_TOTAL.fullmatch("".join(text.split())) for text in telling if len(text) < LONGEST_SUM):
            if self._tells_of_its_own(block, filled, label, ordinals):
                return "data"
            self.groups[place].end()
            return "total"
        said = {each: text for each, text in enumerate(texts) if text} if alone else filled
        if len(said) == 1 and _STAMPED.fullmatch(narrow(next(iter(said.values())))):
            # The name above a date was that of whoever signed.
            self.groups[place].forget()
        few = set(said.values())
        if len(few) <= MIN_CELLS and not any(map(_remarks, few)) and self.groups[place].begins(said, block):
            return "group"
        return "data" if self._is_record(row, block, filled, label, ordinals, first) else "note"

    def _tells_of_its_own(self, block: Block, filled: dict, label: str, ordinals: list) -> bool:
        """Whether a row called like a sum has a day and a place, as an event called 十场共计 has.

        In a table that numbers its rows it has a number, else more of a name than the word for a sum.
        """
        numbers = any(column.name == "序号" for column in block.values())
        if not label or not (any(map(_NUMBER.fullmatch, ordinals)) if numbers else _NAMED_SUM.match(label)):
            return False
        words = [
            text
            for each, text in filled.items()
            if block[each].name != "序号" and not block[each].groups and text != label
            if not _AMOUNT.fullmatch("".join(text.split())) and not _SIGNED.match(text)
        ]
        return len(words) > 1

    def _is_record(self, row, block: Block, filled: dict, label: str, ordinals: list, first: list) -> bool:
        signed = sum(bool(_SIGNED.match(text)) for text in filled.values())
        if signed and signed * 2 >= len(filled):
            return False
        beside = len(filled) - len(ordinals)
        numbered = bool(ordinals) and all(map(_NUMBER.fullmatch, ordinals))
        if label and beside == 1 and not numbered:
            is_section = _SECTION.fullmatch(label) and _LEAVERS.search(label)
            return len(label) <= LONGEST_ALONE and not _NOTE.match(label) and not is_section
        if label:
            return True
        # A merged cell above fills what the row itself leaves empty, but makes no row by itself.
        covered = sum(self._top(row.number, position) is not None for position in block)
        said = len(filled) + (covered if len(filled) > 1 else 0)
        enough = said >= min(MIN_CELLS, len(block)) or (numbered and beside > 0)
        return enough and not (len(filled) == 1 and first and _NOTE.match(first[0]))

    def _line(self, row: RawRow, number: int | str, place: int) -> Line:
        block, above = self.blocks[place], self.above[place]
        marks = [*marks_of(row, block), *self._loose(row)]
        if self.section:
            told = f"上面单独一行写着“{self.section}”，请确认这一行是否仍要导入"
            marks.append(("section_doubtful", "整行", told))
        cells = {}
        for position, column in block.items():
            cell, told = self._cell(row, position), None
            if isinstance(cell, str):
                text = cell.strip()
                if text in _DITTO and not column.personal and column.name not in self.labels:
                    cell = above.get(column.name)
                    if says_nothing(cell):
                        nothing = f"写着“{text}”，上一行的这一格却是空的，请填写；确认则按没有填"
                        marks.append(("above_blank", column.name, nothing))
                    else:
                        told = f"“{text}”按上一行读作“{as_text(cell)}”"
                elif column.groups and _CONTINUED.search(text):
                    cell, told = _CONTINUED.sub("", text), f"“{text}”按“{_CONTINUED.sub('', text)}”读取"
            if told:
                marks.append(("value_repeated", column.name, told))
            if column.name in self.labels and as_text(cell) and self._is_shared(row, position, block):
                shared = f"“{as_text(cell)}”与上面的行合并在一格里：是几个人还是一个人，请核对后确认或改正"
                marks.append(("merged_name", column.name, shared))
            if column.adds and as_text(cell) and self._spans(row.number, position):
                own = self._top(row.number, position) is None
                cell, told = (cell, "都记在这一行") if own else (None, "本行不计")
                whole = f"“{as_text(self._cell(row, position))}”是几行合并的一个数，请分开填写；确认则{told}"
                marks.append(("merged_figure", column.name, whole))
            cells[column.name] = cell
        marks += self.groups[place].fill(cells, says_nothing)
        self.above[place] = cells
        return Line(number, cells, tuple(marks))

    def _spans(self, number: int, position: int) -> bool:
        """Whether a cell is merged with that of another row that holds something."""
        merges = self.covers.get(position, [])
        place = bisect_right(merges, (number, maxsize)) - 1
        top, bottom = merges[place] if place >= 0 else (number, number)
        if not top <= number <= bottom:
            return False
        return any(
            each != number and each in self.by_position and self.by_position[each].filled
            for each in range(top, bottom + 1)
        )

    def _is_shared(self, row: RawRow, position: int, block: Block) -> bool:
        """Whether a name merged over rows stands for several people: each row has numbers of its own."""
        top = self._top(row.number, position)
        if top is None:
            return False
        above = self.by_position[top]
        return any(
            as_text(self._cell(row, each)) != as_text(above.cell(each))
            for each, column in block.items()
            if column.personal
        )

    def _cell(self, row: RawRow, position: int) -> Any:
        """The cell itself, or the merged cell that covers it."""
        top = self._top(row.number, position)
        return row.cell(position) if top is None else self.by_position[top].cell(position)

    def _top(self, number: int, position: int) -> int | None:
        """The first row of the merged cell that covers a place from above; None where none does."""
        merges = self.covers.get(position)
        if not merges:
            return None
        place = bisect_right(merges, (number, 0)) - 1
        top, bottom = merges[place] if place >= 0 else (number, 0)
        return top if top < number <= bottom and top in self.by_position else None


def _at(texts: list[str], position: int) -> str:
    return texts[position] if position < len(texts) else ""


def _fact(texts: list[str]) -> str:
    """What a line of titles tells, as 填报单位; empty for a name."""
    told = re.match(r"([^:]{2,8}):", narrow(texts[0])) if texts else None
    return told[1] if told else ""


def _is_called(texts: list[str]) -> bool:
    """Whether a row may be a title: some texts, one of which says what a table is called or whose it is."""
    said = list(dict.fromkeys(filter(None, texts)))
    return 0 < len(said) <= 4 and any(_TITLE.search(narrow(text)) for text in said)


def _remarks(text: str) -> bool:
    """Whether a text is a remark below a list, of which the numbering of a group is none."""
    return bool(_SIGNED.match(text) or (_NOTE.match(text) and not _PART.match(text)))
