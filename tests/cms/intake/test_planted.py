"""Mess planted into good lists: nothing wrong is stored unasked, nothing fails, no row is lost."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.intake.cells.identity import check_digit
from cms.intake.judging import is_importable, judge_sheets
from cms.intake.levels import LEVELS, Level
from cms.intake.reading import RawRow, SheetData
from cms.intake.registry import spec_of
from tests.cms.places.factories import CommunityFactory

ON = date(2026, 11, 23)
HEAD = [
    "序号",
    "姓名",
    "性别",
    "出生年月",
    "身份证号",
    "联系电话",
    "所属街镇",
    "所属居村",
    "考核成绩",
    "发证日期",
]
TOWN, COMMUNITIES, TWIN = "清溪镇", ("柳林苑居委会", "桃林居委会", "杏林居委会"), "海棠苑居委会"


@pytest.fixture
def places(db):
    town = CommunityFactory(name=COMMUNITIES[0], parent__name=TOWN).parent
    for name in (*COMMUNITIES[1:], TWIN):
        CommunityFactory(name=name, parent=town)
    CommunityFactory(name=TWIN, parent__name="桃溪镇")


@dataclass
class Entry:
    """A row on its way into the sheet: of a person with what is true of them, or of anything else.

    `waits` says that it may not be stored; `lost` names columns whose value may come out as blank.
    """

    cells: dict
    truth: dict | None = None
    waits: bool = False
    lost: set = field(default_factory=set)
    spoilt: set = field(default_factory=set)
    hidden: bool = False
    struck: bool = False


class Planter:
    """A good list, and the ways to spoil it."""

    def __init__(self, random: Random):
        self.random = random
        self.head = list(HEAD)
        self.entries = [self.person(number) for number in range(random.randint(4, 7))]
        self.titles = random.choice(
            [[], ["法律明白人名册"], ["清溪镇2026年法律明白人名册", "填报单位：清溪镇"]]
        )
        self.extra: tuple | None = None
        self.turned: tuple[int, list[str]] | None = None
        self.merged: tuple[int, int] | None = None
        self.all_wait = False

    def person(self, number: int) -> Entry:
        month = self.random.randint(1, 12)
        sex = self.random.choice("男女")
        first = f"310107{1960 + number}{month:02d}15{number:02d}{1 if sex == '男' else 2}"
        truth = {
            "姓名": f"王{'甲乙丙丁戊己庚'[number]}",
            "性别": sex,
            "出生年月": f"{1960 + number}-{month:02d}",
            "身份证号": first + check_digit(first),
            "联系电话": f"1990000000{number}",
            "所属街镇": TOWN,
            "所属居村": self.random.choice(COMMUNITIES),
            "考核成绩": 60 + number,
            "发证日期": f"2026-03-{number + 1:02d}",
        }
        return Entry({"序号": number + 1, **truth}, truth)

    def pick(self, *options):
        return self.random.choice(options)

    def one(self, *columns: str) -> Entry:
        """Somebody whose cells in these columns nothing has spoilt yet."""
        people = [entry for entry in self.entries if entry.truth and not entry.spoilt & set(columns)]
        entry = self.pick(*people)
        entry.spoilt |= set(columns)
        return entry

    # Cells.

    def error(self):
        column = self.pick(*HEAD[1:])
        entry = self.one(column)
        entry.cells[column] = self.pick("#N/A", "#DIV/0!", "#REF!", "＃VALUE!", "#CALC!")
        entry.waits = True

    def no_such_day(self):
        entry = self.one("发证日期")
        entry.cells["发证日期"] = self.pick("2026-03-00", "2026-13-01", "2026/2/30", -5, "2026-00-10")
        entry.waits = True

    def empty_date(self):
        column = self.pick("发证日期", "出生年月")
        entry = self.one(column)
        entry.cells[column] = self.pick("1900-01-00", "0000-00-00", 0, "1900/1/0")
        entry.lost.add(column)

    def two_people(self):
        entry = self.one("姓名")
        entry.cells["姓名"] += self.pick(
            "、李四", " 李四", "/李四", "\n李四", "和李四光", "—李四", "李四", "夫妇"
        )
        entry.waits = True

    def gone(self):
        entry = self.one("姓名")
        entry.cells["姓名"] += self.pick("（已故）", "(已退出)", "12", "\ue123", "?")
        entry.waits = True

    def called(self):
        entry = self.one("姓名")
        entry.cells["姓名"] = self.pick("暂缺", "同上", "王老师", "组长王甲", "王*", "王女士", "柳林苑居委会")
        entry.waits = True

    def unseen(self):
        entry = self.one("姓名")
        name = entry.cells["姓名"]
        entry.cells["姓名"] = name[0] + self.pick("\xad", "\u200b", " ", "\u3000", "\ufe00") + name[1:]

    def styled_phone(self):
        entry = self.one("联系电话")
        number = entry.truth["联系电话"]
        entry.cells["联系电话"] = self.pick(
            f"{number}.0",
            f"+86 {number}",
            f"{number[:3]}-{number[3:7]}-{number[7:]}",
            int(number),
            float(number),
        )

    def two_phones(self):
        entry = self.one("联系电话")
        entry.cells["联系电话"] += self.pick("/", "、", " ") + "19900000099"
        entry.waits = True

    def no_phone(self):
        entry = self.one("联系电话")
        entry.cells["联系电话"] = self.pick("无", "-", None, "/")
        entry.lost.add("联系电话")

    def styled_number(self):
        entry = self.one("身份证号")
        number = entry.truth["身份证号"]
        entry.cells["身份证号"] = self.pick(
            f"'{number}", number.replace("X", "×"), f"{number[:6]} {number[6:]}"
        )

    def lost_number(self):
        entry = self.one("身份证号")
        number = entry.truth["身份证号"]
        entry.cells["身份证号"] = self.pick(float(number[:17] + "0"), "3.10107E+17", number[:6] + "********")
        entry.waits = True

    def other_sex(self):
        entry = self.one("性别", "身份证号")
        entry.cells["性别"] = {"男": "女", "女": "男"}[entry.truth["性别"]]
        entry.waits = True

    def month_as_number(self):
        entry = self.one("出生年月", "身份证号")
        year, month = entry.truth["出生年月"].split("-")
        entry.cells["出生年月"] = self.pick(
            float(f"{year}.{month}"), f"{year}.{int(month)}", f"{year[2:]}.{month}"
        )

    def twin_place(self):
        entry = self.one("所属街镇", "所属居村")
        entry.cells["所属街镇"], entry.cells["所属居村"] = None, self.pick(TWIN, "海棠苑")
        entry.waits = True

    def said_by_the_way(self):
        entry = self.one("考核成绩")
        entry.cells["考核成绩"] = self.pick("八九十分", "七八十", "60-70", "优", "90左右吧", 0.92, "8，9")
        entry.waits = True

    def ditto(self):
        people = [entry for entry in self.entries if entry.truth]
        places = [place for place in range(1, len(people)) if "所属居村" not in people[place].spoilt]
        if not places:
            return
        place = self.pick(*places)
        people[place].cells["所属居村"] = self.pick("同上", "〃")
        above = people[place - 1].cells["所属居村"]
        people[place].truth = {**people[place].truth, "所属居村": TWIN if above == "海棠苑" else above}

    # Rows.

    def insert(self, cells: dict):
        self.entries.insert(self.random.randint(1, len(self.entries)), Entry(cells))

    def total(self):
        self.insert(
            self.pick(
                {"序号": "合计", "考核成绩": 400},
                {"姓名": "清溪小计", "考核成绩": 9},
                {"身份证号": "总计：5人"},
            )
        )

    def note(self):
        self.insert(
            self.pick(
                {"序号": "注：以上人员已核实"},
                {"姓名": "填表人：王某"},
                {"序号": "审核：李某", "姓名": "日期：3月"},
            )
        )

    def blank(self):
        self.insert({})

    def heading(self):
        self.insert({name: name for name in self.head})

    def sparse(self):
        self.insert({"姓名": "赵稀疏"})
        next(entry for entry in self.entries if entry.cells == {"姓名": "赵稀疏"}).waits = True

    def hidden(self):
        entry = self.one()
        entry.hidden = entry.waits = True

    def struck(self):
        entry = self.one()
        entry.struck = entry.waits = True

    # Columns.

    def unknown_column(self):
        self.extra, self.all_wait = (self.pick("血型", "微信号", None, "联系电话"), "x9"), True

    def renamed(self):
        column, name = self.pick(
            ("考核成绩", "考试分数"), ("所属居村", "居（村）委会"), ("联系电话", "电话联系")
        )
        self.head[self.head.index(column)] = name

    def second_table(self):
        self.turned = (
            self.random.randint(1, len(self.entries) - 1),
            self.random.sample(self.head, len(self.head)),
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

        for title in self.titles:
            put([title])
        order = list(self.head)
        put([*order, *([self.extra[0]] if self.extra else [])])
        names = dict(zip(self.head, HEAD, strict=True))
        for place, entry in enumerate(self.entries):
            if self.turned and place == self.turned[0]:
                number += 1
                order = self.turned[1]
                put(order)
            cells = [entry.cells.get(name, entry.cells.get(names[name])) for name in order]
            extra = [self.extra[1]] if self.extra and entry.truth else []
            struck = frozenset(range(len(HEAD))) if entry.struck else frozenset()
            put([*cells, *extra], hidden=entry.hidden, struck=struck)
            if any(cell is not None for cell in cells):
                placed[number] = entry
        return SheetData("名册", rows), placed


CELLS = [
    "error", "no_such_day", "empty_date", "two_people", "gone", "called", "unseen", "styled_phone",
    "two_phones", "no_phone", "styled_number", "lost_number", "other_sex", "month_as_number", "twin_place",
    "said_by_the_way",
]  # fmt: skip
ROWS = [
    "total", "note", "blank", "heading", "sparse", "hidden", "struck", "unknown_column", "renamed",
    "second_table", "ditto",
]  # fmt: skip
KINDS = [*CELLS, *ROWS]


def planted(kinds: list[str], seed: int) -> Planter:
    planter = Planter(Random(seed))
    # What spoils a cell comes before what moves its row.
    for kind in sorted(kinds, key=KINDS.index):
        getattr(planter, kind)()
    return planter


def judged(planter: Planter):
    data, placed = planter.sheet()
    judgement = judge_sheets([data], "名册.xlsx", spec_of("roster"), ON)
    return judgement.sheets[0], placed, data


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), others=st.lists(st.sampled_from(KINDS), max_size=2, unique=True))
def test_planted_mess_is_asked_about_or_read_right(places, kind, seed, others):
    planter = planted([kind, *(other for other in others if other != kind)], seed)
    sheet, placed, data = judged(planter)
    told = {number for numbers in sheet.layout.skipped.values() for number in numbers}
    found = {row.number: row for row in sheet.rows}
    # Every row that holds something is a record or is listed, and none is both.
    assert sorted([*found, *(told - _blank(data))]) == [row.number for row in data.rows]
    for number, entry in placed.items():
        row = found.get(number)
        if row is None:
            assert entry.truth is None, "a person is no row to be passed over"
            assert not entry.waits, "a person is no row to be passed over"
        elif is_importable(row):
            waits = entry.waits or planter.all_wait
            assert waits is False, (number, row.raw)
            assert entry.truth is not None, (number, row.raw)
            assert _wrong(row, entry) == {}, (number, row.raw, row.messages)


def _blank(data: SheetData) -> set[int]:
    return set(range(1, data.rows[-1].number)) - {row.number for row in data.rows}


def _wrong(row, entry: Entry) -> dict:
    """What would be stored and is neither true nor told."""
    told = {found.column for found in row.findings if LEVELS[found.code] >= Level.FIX}
    return {
        name: row.values.get(name)
        for name, true in entry.truth.items()
        if row.values.get(name) != true
        and not (name in entry.lost and row.values.get(name) is None and (name in told or name == "联系电话"))
    }


def test_a_good_list_goes_in_whole(places):
    for seed in range(5):
        sheet, placed, _ = judged(Planter(Random(seed)))
        assert [row.number for row in sheet.rows if is_importable(row)] == list(placed)
