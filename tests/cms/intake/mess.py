"""Ways to spoil a good list: what people and programs put into cells, between rows and over columns.

Each says of what it spoils what may become of it, so that a test can tell what is silently wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from typing import Any

from cms.intake.reading import Merge, RawRow, SheetData
from cms.intake.registry import spec_of
from tests.cms.intake.good_lists import TWIN, Cells, GoodList, identity

PEOPLE = "甲乙丙丁戊己庚"
ERRORS = ("#N/A", "#DIV/0!", "#REF!", "＃VALUE!", "#CALC!", "Err:502")


class Then(Enum):
    """What may become of a spoilt cell: it is read right, or kept as it stands; its row waits; it comes out
    blank and that is told; it is kept otherwise and a person is warned."""

    RIGHT = "right"
    KEPT = "kept"
    WAITS = "waits"
    LOST = "lost"
    TOLD = "told"


RIGHT, KEPT, WAITS, LOST, TOLD = Then


@dataclass(frozen=True)
class Way:
    """A way to spoil a cell of some roles; `spoil` makes the new cell from the good one."""

    roles: tuple[str, ...]
    then: Then
    spoil: Callable[[Random, Any], Any]


def one_of(*cells) -> Callable[[Random, Any], Any]:
    return lambda random, cell: random.choice(cells)


def by_one_of(*makers: Callable[[Any], Any]) -> Callable[[Random, Any], Any]:
    return lambda random, cell: random.choice(makers)(cell)


def _day(cell: str) -> date:
    return date.fromisoformat(cell)


def _serial(cell: str) -> int:
    return (_day(cell) - date(1899, 12, 30)).days


def _dotted(cell: str, form: str) -> str:
    return form.format(_day(cell))


def _born(random: Random, year: str, month: str, *day: str) -> Any:
    """A birth as people and spreadsheets write it; its identity number tells January from October."""
    if day:
        return random.choice([f"{year}.{month}.{day[0]}", date(int(year), int(month), int(day[0]))])
    return random.choice([float(f"{year}.{month}"), f"{year}.{int(month)}", f"{year[2:]}.{month}"])


STYLED_DAYS = (
    _day,
    _serial,
    lambda cell: str(_serial(cell)),
    lambda cell: datetime.combine(_day(cell), time()),
    lambda cell: _dotted(cell, "{0.year}/{0.month}/{0.day}"),
    lambda cell: _dotted(cell, "{0.year}.{0.month:02d}.{0.day:02d}"),
    lambda cell: _dotted(cell, "{0.year}年{0.month}月{0.day}日"),
    lambda cell: _dotted(cell, "{0.year} 年 {0.month} 月 {0.day} 号"),
    lambda cell: _dotted(cell, "{0:%Y%m%d}"),
    lambda cell: f"{cell} 00:00:00",
    lambda cell: f" {cell}\n",
)
NO_DAYS = ("2026-03-00", "2026-13-01", "2026/2/30", -5, "2026-00-10", "上旬", "待定", "昨天", "2026年春")
DAYS = ("day", "edge", "period")
WORDS = ("title", "text", "words", "option")

CELLS = {
    "error": Way(("*",), WAITS, one_of(*ERRORS)),
    "missing": Way(("name", "title"), WAITS, one_of(None, " ", "无", "-")),
    # Names.
    "two_people": Way(
        ("name",),
        WAITS,
        lambda random, cell: cell + random.choice(["、李四", " 李四", "/李四", "\n李四", "和李四光", "李四"]),
    ),
    "gone": Way(
        ("name",),
        WAITS,
        lambda random, cell: cell + random.choice(["（已故）", "(已退出)", "12", "\ue123", "?"]),
    ),
    "called": Way(
        ("name",), WAITS, one_of("暂缺", "同上", "王老师", "组长王甲", "王*", "王女士", "柳林苑居委会")
    ),
    "unseen": Way(
        ("name",),
        RIGHT,
        lambda random, cell: (
            cell[0] + random.choice(["\xad", "\u200b", " ", "\u3000", "\ufe00"]) + cell[1:]
        ),
    ),
    # Days.
    "no_such_day": Way(DAYS, WAITS, one_of(*NO_DAYS)),
    "empty_date": Way(
        ("birth", *DAYS), LOST, one_of("1900-01-00", "0000-00-00", 0, "1900/1/0", "1899-12-30")
    ),
    "styled_day": Way(DAYS, RIGHT, by_one_of(*STYLED_DAYS)),
    "day_to_come": Way(("day", "period"), WAITS, one_of("2027-03-01", date(2030, 1, 1), "2026年12月31日")),
    "two_days": Way(
        ("day", "edge", "period"),
        WAITS,
        by_one_of(lambda cell: f"{cell}、{_day(cell) + timedelta(days=9)}", lambda cell: f"{cell}或次日"),
    ),
    "month_alone": Way(
        ("day", "period"), WAITS, by_one_of(lambda cell: cell[:7], lambda cell: f"{cell[:4]}年{cell[5:7]}月")
    ),
    "styled_birth": Way(("birth",), RIGHT, lambda random, cell: _born(random, *cell.split("-"))),
    "no_birth": Way(("birth",), WAITS, one_of("1968.1", "196813", "不记得", "1968年底", "二十多岁")),
    # Figures.
    "styled_count": Way(
        ("count",),
        RIGHT,
        by_one_of(
            lambda cell: f"{cell}人",
            lambda cell: f"{cell:,}",
            lambda cell: float(cell),
            lambda cell: str(cell).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
            lambda cell: f"{cell}.0",
            lambda cell: f" {cell} ",
        ),
    ),
    "about": Way(
        ("count",), TOLD, one_of("约50人", "近百人", "50余", "百余人", "五十左右", "120+", "-", "未统计")
    ),
    "no_count": Way(
        ("count",),
        WAITS,
        one_of("三四十人", "20-30", "若干", -5, 2.5, "男20女30", "50人、30人", "7,5", "1e9999", 1e300),
    ),
    "styled_score": Way(
        ("score", "points"),
        RIGHT,
        by_one_of(lambda cell: f"{cell}分", lambda cell: f"{cell}.0", lambda cell: f" {cell}"),
    ),
    "no_score": Way(
        ("score",), WAITS, one_of("八九十分", "七八十", "60-70", "优", "90左右吧", 0.92, "8，9", 101, -1)
    ),
    "no_points": Way(("points",), WAITS, one_of("5-10", "若干", 0, -3, 101, "十分之一", "5分/10分", None)),
    "styled_hours": Way(
        ("hours",),
        RIGHT,
        by_one_of(
            lambda cell: f"{cell}小时",
            lambda cell: f"{int(cell * 60)}分钟",
            lambda cell: float(cell),
            lambda cell: time(int(cell), int(cell % 1 * 60)),
            lambda cell: f"{cell} h",
        ),
    ),
    "no_hours": Way(
        ("hours",), WAITS, one_of("半天", "若干", 1.2, -1, 0, "2-3", "三四个小时", 5000, "2小时以上")
    ),
    "styled_clock": Way(
        ("clock",),
        RIGHT,
        by_one_of(
            lambda cell: f"{cell}:00",
            lambda cell: time.fromisoformat(cell),
            lambda cell: cell.replace(":", "："),
            lambda cell: cell.replace(":", "点") + "分",
            lambda cell: cell.replace(":", "."),
            lambda cell: (int(cell[:2]) * 60 + int(cell[3:])) / 1440,
        ),
    ),
    "no_clock": Way(("clock",), WAITS, one_of("25:00", "9:75", "上午", "早饭后", 9, "9-10点", "晚上12点")),
    "no_degrees": Way(("degrees",), WAITS, one_of("0", "abc", "1e300", "121,4", 0, -121.4, "121.4,31.2")),
    "no_area": Way(("area",), WAITS, one_of("很大", "100-200", "1e300", "三四百平")),
    # Numbers of people.
    "styled_phone": Way(
        ("phone",),
        RIGHT,
        by_one_of(
            lambda cell: f"{cell}.0",
            lambda cell: f"+86 {cell}",
            lambda cell: f"{cell[:3]}-{cell[3:7]}-{cell[7:]}",
            int,
            float,
        ),
    ),
    "two_phones": Way(
        ("phone",), WAITS, lambda random, cell: cell + random.choice(["/", "、", " "]) + "19900000099"
    ),
    "no_phone": Way(("phone",), LOST, one_of("无", "-", None, "/")),
    "styled_tail": Way(
        ("tail",),
        RIGHT,
        by_one_of(int, lambda cell: f"1990000{cell}", lambda cell: f"尾号{cell}", lambda cell: float(cell)),
    ),
    "other_tail": Way(("tail",), WAITS, one_of("9876", 5, "19900009876", "无号码x")),
    "styled_identity": Way(
        ("identity",),
        RIGHT,
        by_one_of(
            lambda cell: f"'{cell}",
            lambda cell: cell.replace("X", "×"),
            lambda cell: f"{cell[:6]} {cell[6:]}",
            lambda cell: cell.lower(),
        ),
    ),
    "lost_identity": Way(
        ("identity",),
        WAITS,
        by_one_of(
            lambda cell: float(cell[:17] + "0"),
            lambda cell: "3.10107E+17",
            lambda cell: cell[:6] + "********",
            lambda cell: cell[:17],
        ),
    ),
    "no_office": Way(("office",), WAITS, one_of("19900000077", "021-70000001、19900000077", "1990000 0077")),
    # Words of which a list has few.
    "no_choice": Way(("choice", "sex"), WAITS, one_of("ABC", "第三种", "男/女", "？", "是/否", "3级半")),
    "other_sign": Way(("sign",), WAITS, one_of("王代", "代签", "儿子", "？")),
    "no_key": Way(("key",), WAITS, one_of("E", "AE", "略", "A或B", "？", None, "见解析")),
    "styled_key": Way(
        ("key",),
        RIGHT,
        by_one_of(
            lambda cell: cell.lower(),
            lambda cell: f" {cell}.",
            lambda cell: f"（{cell}）",
            lambda cell: chr(ord(cell) + 0xFEE0),
        ),
    ),
    # Places and agencies.
    "no_place": Way(("place",), WAITS, one_of("火星居委会", "柳林", "柳林苑、桃林", "居委会")),
    "other_town": Way(("town",), WAITS, one_of("桃溪镇", "火星镇", "清溪镇、桃溪镇")),
    "no_agency": Way(("agency",), WAITS, one_of("火星局", "教育", "局")),
    "agency_and_others": Way(
        ("agency",), TOLD, lambda random, cell: cell + random.choice(["等", "等单位", "等3家单位"])
    ),
    "short_agency": Way(("agency",), RIGHT, lambda random, cell: cell.removeprefix("青桥")),
    "other_parent": Way(("parent",), WAITS, one_of("T2", "T1、T2", None)),
    # Codes.
    "spoilt_code": Way(("code",), WAITS, one_of("3.1E+17", None, "无", "代码超过二十个字" * 9)),
    "wide_code": Way(
        ("code",),
        RIGHT,
        by_one_of(lambda cell: f" {cell}", lambda cell: chr(ord(cell[0]) + 0xFEE0) + cell[1:]),
    ),
    # Texts.
    "too_long": Way(WORDS, WAITS, one_of("长" * 5000)),
    "spaced": Way(
        WORDS,
        RIGHT,
        by_one_of(lambda cell: f" {cell}", lambda cell: f"{cell}\n", lambda cell: f"\u3000{cell}"),
    ),
    "number_in_text": Way(
        WORDS,
        TOLD,
        lambda random, cell: f"{cell}{random.choice(['电话', '：', ' '])}19900000077",
    ),
    "identity_in_text": Way(WORDS, TOLD, lambda random, cell: f"{cell} {identity('31010719800501901')}"),
    "formula": Way(("text", "words"), KEPT, one_of("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0")),
    "no_window": Way(("window",), WAITS, one_of("适时", "13月", "2月30日", "择日", None, "0000-00-00")),
}  # fmt: skip


@dataclass
class Entry:
    """A row on its way into the sheet: of a record with what it means, or of anything else."""

    cells: Cells
    meant: Cells | None = None
    waits: bool = False
    asked: bool = False
    spoilt: dict[str, Then] = field(default_factory=dict)
    hidden: bool = False
    struck: bool = False
    again: bool = False


class Planter:
    """A good list, and the ways to spoil its rows and columns."""

    def __init__(self, good: GoodList, random: Random):
        self.good, self.random = good, random
        self.head = {name: name for name in good.roles}
        self.entries = [self.entry(number) for number in range(random.randint(4, 7))]
        self.extra: tuple | None = None
        self.turned: tuple[int, list[str]] | None = None
        self.merge: tuple[str, Entry, Entry] | None = None
        self.all_wait = False

    def entry(self, number: int) -> Entry:
        cells, meanings = self.good.record(number, self.random)
        own = {"序号": number + 1} if "序号" in self.good.roles else {}
        told = {name: cell for name, cell in cells.items() if self.good.roles[name] not in ("", "sign")}
        return Entry({**own, **cells}, told | meanings)

    def spoil(self, way: Way) -> None:
        """Spoil a cell of the roles that nothing has spoilt yet."""
        free = [
            (entry, name)
            for entry in self.entries
            for name, role in self.good.roles.items()
            if entry.meant and name in entry.cells and not entry.spoilt and role != "ordinal"
            if role in way.roles or (way.roles == ("*",) and role)
        ]
        if free:
            entry, name = self.random.choice(free)
            entry.cells[name] = way.spoil(self.random, entry.cells[name])
            entry.spoilt[name] = way.then
            entry.waits = way.then is WAITS
            if way.then is KEPT:
                entry.meant = entry.meant | {name: entry.cells[name]}

    # Rows.

    def insert(self, *rows: Cells) -> Entry:
        first, second = list(self.head)[:2]
        named = {"first": first, "second": second, "label": self.good.label}
        made = Entry({named[name]: cell for name, cell in self.random.choice(rows).items()})
        self.entries.insert(self.random.randint(1, len(self.entries)), made)
        return made

    def total(self) -> None:
        self.insert(
            {"first": "合计"},
            {"label": "清溪小计"},
            {"second": "总计：5人"},
            {"label": "合计", "first": "合计"},
        )

    def note(self) -> None:
        self.insert(
            {"first": "注：以上已核实"},
            {"label": "填表人：王某"},
            {"first": "审核：李某", "second": "日期：3月"},
        )

    def blank(self) -> None:
        self.insert({})

    def heading(self) -> None:
        self.entries.insert(self.random.randint(1, len(self.entries)), Entry(dict(self.head)))

    def alone(self) -> None:
        """Somebody or something of whom nothing but the name is known."""
        self.insert({"label": "赵稀疏"}).asked = True

    def hidden(self) -> None:
        self.whole().hidden = True

    def struck(self) -> None:
        self.whole().struck = True

    def whole(self) -> Entry:
        entry = self.random.choice([entry for entry in self.entries if entry.meant and not entry.spoilt])
        entry.waits = True
        return entry

    def as_above(self) -> tuple[str, Entry, Entry] | None:
        """A cell that is to say what stands above it: its heading, its row and that above."""
        told = [entry for entry in self.entries if entry.meant]
        roles = ("place", "agency", "text", "day", "choice")
        names = [name for name, role in self.good.roles.items() if role in roles]
        place = self.random.randint(1, len(told) - 1)
        above, entry = told[place - 1], told[place]
        if above.spoilt or entry.spoilt or entry.again or not names:
            return None
        name = self.random.choice(names)
        entry.meant = entry.meant | {name: above.meant[name]}
        entry.spoilt[name] = above.spoilt[name] = RIGHT
        return name, above, entry

    def ditto(self) -> None:
        if found := self.as_above():
            name, _, entry = found
            entry.cells[name] = self.random.choice(["同上", "〃", "″"])

    def merged(self) -> None:
        if found := self.as_above():
            name, _, entry = self.merge = found
            entry.cells[name] = None

    def twice(self) -> None:
        """The same row stands there again."""
        good = [entry for entry in self.entries if entry.meant and not (entry.spoilt or entry.waits)]
        if good:
            entry = self.random.choice(good)
            # Neither of the two is spoilt in any other way.
            entry.spoilt[""] = RIGHT
            place = self.entries.index(entry)
            self.entries.insert(self.random.randint(place + 1, len(self.entries)), replace(entry, again=True))

    def other_sex(self) -> None:
        """What the identity number says and what the column says differ."""
        if entry := self.free("性别", "身份证号"):
            entry.cells["性别"] = {"男": "女", "女": "男"}[entry.cells["性别"]]
            entry.waits = True

    def twin_place(self) -> None:
        """Two towns have a community of that name, and no column says which is meant."""
        if entry := self.free("所属街镇", "所属居村"):
            entry.cells |= {"所属街镇": None, "所属居村": self.random.choice([TWIN, "海棠苑"])}
            entry.waits = True

    def free(self, *names: str) -> Entry | None:
        """A row of which nothing is spoilt yet, in a list of these columns."""
        if not all(self.good.roles.get(name) for name in names):
            return None
        entry = self.random.choice([entry for entry in self.entries if entry.meant and not entry.spoilt])
        entry.spoilt |= dict.fromkeys(names, WAITS)
        return entry

    # Columns.

    def unknown_column(self) -> None:
        self.extra, self.all_wait = (self.random.choice(["血型", "微信号", None]), "x9"), True

    def renamed(self) -> None:
        """A heading is another of the names that its column is known by."""
        columns = {column.name: column for column in spec_of(self.good.kind).columns}
        names = [name for name in self.head if columns[name].aliases]
        name = self.random.choice(names)
        self.head[name] = self.random.choice(columns[name].aliases)

    def shuffled(self) -> None:
        names = list(self.head.items())
        self.random.shuffle(names)
        self.head = dict(names)

    def second_table(self) -> None:
        if self.merge:
            # Nobody merges cells over two tables.
            return
        self.turned = (
            self.random.randint(1, len(self.entries) - 1),
            self.random.sample(list(self.head), len(self.head)),
        )

    def sheet(self) -> tuple[SheetData, dict[int, Entry]]:
        """The sheet as it would be read, and which entry stands in which row."""
        rows: list[RawRow] = []
        placed: dict[int, Entry] = {}
        number = 0

        def put(cells, **marks):
            nonlocal number
            number += 1
            if any(cell is not None for cell in cells):
                rows.append(RawRow(number, tuple(cells), **marks))

        put([self.good.title])
        order = list(self.head)
        put([*self.head.values(), *([self.extra[0]] if self.extra else [])])
        for place, entry in enumerate(self.entries):
            if self.turned and place == self.turned[0]:
                order = self.turned[1]
                put([self.head[name] for name in order])
            cells = [entry.cells.get(name) for name in order]
            extra = [self.extra[1]] if self.extra and entry.meant else []
            struck = frozenset(range(len(order))) if entry.struck else frozenset()
            put([*cells, *extra], hidden=entry.hidden, struck=struck)
            if any(cell is not None for cell in cells):
                placed[number] = entry
        return SheetData("名册", rows, merges=self.merges(placed)), placed

    def merges(self, placed: dict[int, Entry]) -> tuple[Merge, ...]:
        if not self.merge:
            return ()
        name, above, entry = self.merge
        numbers = {id(each): number for number, each in placed.items()}
        top, bottom = numbers[id(above)], numbers[id(entry)]
        return (Merge(top, bottom, list(self.head).index(name)),)


ROWS = (
    "other_sex", "twin_place", "twice", "ditto", "merged", "total", "note", "blank", "heading", "alone",
    "hidden", "struck", "unknown_column", "renamed", "shuffled", "second_table",
)  # fmt: skip
MESS = (*CELLS, *ROWS)


def fitting(good: GoodList, random: Random, together: int = 3) -> list[list[str]]:
    """All kinds of mess that may be planted in a list, some together at a time."""
    roles = {"*", *good.roles.values()}
    kinds = [*(name for name, way in CELLS.items() if roles & set(way.roles)), *ROWS]
    # Where every row waits nothing else can be told.
    kinds.remove("unknown_column")
    random.shuffle(kinds)
    return [["unknown_column"], *(kinds[at : at + together] for at in range(0, len(kinds), together))]


def planted(good: GoodList, kinds: list[str], seed: float) -> Planter:
    """A list with mess of these kinds in it."""
    planter = Planter(good, Random(seed))
    # What spoils a cell comes before what moves its row.
    for kind in sorted(kinds, key=MESS.index):
        if kind in CELLS:
            planter.spoil(CELLS[kind])
        else:
            getattr(planter, kind)()
    return planter
