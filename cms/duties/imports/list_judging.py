"""Judges a duty list: whose duty, which laws, when, and whether an item stands there twice."""

import re
from collections import defaultdict
from datetime import date

from cms.agencies.imports.matching import AgencyMatch, AgencyMatcher
from cms.campaigns.imports.matching import AudienceMatcher
from cms.duties.imports.naming import judge_laws, settled_codes, sole_code
from cms.duties.imports.pairing import pair_up
from cms.duties.models import DutyItem, DutyList
from cms.intake.cells.targets import read_products, read_target
from cms.intake.cells.titles import year_of
from cms.intake.cells.windows import Node, read_windows
from cms.intake.spec import Other, Row
from cms.statutes.imports.matching import LawMatcher
from search.chinese.folding import folded

EVERY_UNIT = "*"
_COMMON = re.compile(r"共性|共同")


class DutyListJudge:
    """Judges all rows of one file together."""

    def __init__(self, rows: list[Row], on: date):
        self.rows, self.on = rows, on
        self.agencies, self.laws, self.audiences = AgencyMatcher(), LawMatcher(), AudienceMatcher()

    def judge(self) -> None:
        for row in self.rows:
            self._judge_year(row)
            self._judge_unit(row)
            self._judge_others(row)
            for column in ("责任单位", "牵头单位", "配合单位"):
                self.agencies.tell_of_others(row, column)
            judge_laws(row, "普法内容", self.laws, self.on)
            self._judge_window(row)
            row.values["target"] = read_target(row.values.get("预期目标"))
            row.values["products"] = read_products(row.values.get("预期目标"))
            row.values["content"] = content_of(row.values)
            row.values["record"] = None
            if not row.values["content"]:
                row.find("name_missing", "普法内容", "没有普法内容，请补填")
        self._find_stored()
        self._judge_repeats()

    def _judge_year(self, row: Row) -> None:
        year = year_of(row.titles)
        if year is None:
            year = self.on.year
            row.find("year_assumed", "时间节点", f"标题里没有年度，按{year}年度读取，请确认")
        row.values["year"] = year

    def _judge_unit(self, row: Row) -> None:
        text = row.values.get("责任单位") or ""
        common = any(_COMMON.search(title) for title in row.titles)
        if self.agencies.names_every(text) or (not text and common):
            row.values["org"], row.values["joint"] = EVERY_UNIT, []
            return
        row.values["org"], row.values["joint"] = None, []
        if not text:
            row.find("org_unknown", "责任单位", "没有填责任单位，请补填")
            return
        named = self.agencies.named_in(text)
        if len(named) > 1 and not all(match.agency for _name, match in named):
            self._ask_for_units(row, text, named)
            return
        for name, _match in named:
            self.agencies.settle(row, "责任单位", name)
        codes = [sole_code(match) for _name, match in named]
        row.values["org"], row.values["joint"] = codes[0], codes[1:]

    def _ask_for_units(self, row: Row, text: str, named: list[tuple[str, AgencyMatch]]) -> None:
        """Ask whom the cell means; for one name that is near some units, offer the cell with each of them."""
        unknown = [(name, match.suggestions) for name, match in named if match.agency is None]
        names = "、".join(name for name, _near in unknown)
        [(name, near), *further] = unknown
        if near and not further:
            told = f"清单里没有“{name}”这个名称，是不是{'、'.join(map(str, near))}？请选定，或把它加为常用名"
            choices = tuple(text.replace(name, str(agency)) for agency in near)
            row.find("org_alias_unlisted", "责任单位", told, choices=choices)
        else:
            told = f"“{names}”对不上责任单位，请改成清单中的名称，或把这几个单位分行填写"
            row.find("org_unknown", "责任单位", told)

    def _judge_others(self, row: Row) -> None:
        """The leading and the cooperating units."""
        lead = self.agencies.named_in(row.values["牵头单位"]) if row.values.get("牵头单位") else []
        row.values["lead"] = settled_codes(row, "牵头单位", lead)[:1]
        text = row.values.get("配合单位") or ""
        if self.agencies.names_every(text):
            row.values["co_orgs"] = EVERY_UNIT
        else:
            codes = settled_codes(row, "配合单位", self.agencies.named_in(text) if text else [])
            owing = {row.values["org"], *row.values["joint"]}
            row.values["co_orgs"] = [code for code in codes if code not in owing]

    def _judge_window(self, row: Row) -> None:
        text = row.values.get("时间节点")
        found = read_windows(text, row.values["year"])
        if found is None:
            told = f"“{text}”认不出时间，请写成 3月5日至11日、6月底前、每季度1次 这样的说法"
            row.find("window_unclear", "时间节点", told)
        elif found.node is Node.MISSING:
            row.find("window_missing", "时间节点", "没有时间节点，请补填")
        row.values["node"] = str(found.node) if found else None
        row.values["windows"] = [[day.isoformat() for day in span] for span in found.spans] if found else []

    def _find_stored(self) -> None:
        """Name the stored item each row came from."""
        by_year = defaultdict(list)
        for row in self.rows:
            by_year[row.values["year"]].append(row)
        for year, rows in by_year.items():
            stored = latest_items(year)
            own = {row.ledger for row in rows}
            for place, item in pair_up(rows, [i for i in stored if i.ledger in own], _PASSES).items():
                rows[place].values["record"] = item.pk
            used = {row.values["record"] for row in rows}
            strangers = [item for item in stored if item.pk not in used and item.ledger not in own]
            free = [row for row in rows if row.values["record"] is None]
            for place, item in pair_up(free, strangers, _PASSES[:1]).items():
                free[place].values["record"] = item.pk
                strangers.remove(item)
            self._judge_strangers([row for row in free if row.values["record"] is None], strangers)

    def _judge_strangers(self, rows: list[Row], strangers: list[DutyItem]) -> None:
        """Ask about rows that are much like an item somebody typed or another table brought."""
        alike = {_likeness_of_item(item): item for item in strangers}
        for row in rows:
            item = alike.get(_likeness(row)) if row.values["org"] else None
            if item:
                other = Other(f"{item.list}的{item.key}", record=item.pk)
                row.find(
                    "dup_item",
                    "普法内容",
                    f"{item.list}里已有相似的一项（{item.key}），请确认是否同一项",
                    other,
                )

    def _judge_repeats(self) -> None:
        seen: dict[tuple, Row] = {}
        for row in self.rows:
            if row.values["org"] is None:
                continue
            mark = (*_likeness(row), *(folded(row.values.get(name)) for name in ("任务名称", "普法形式")))
            first = seen.setdefault(mark, row)
            if first is not row and not row.values["record"]:
                other = Other(f"第{first.number}行", row=(first.sheet, first.number))
                told = f"与第{first.number}行单位、内容、时间都相同，请确认是否同一项"
                row.find("dup_item", "普法内容", told, other)


def content_of(values: dict) -> str:
    """What an item is called: the task, where it has a name of its own, before its laws."""
    return "：".join(filter(None, (values.get("任务名称"), values.get("普法内容"))))


def latest_items(year: int) -> list[DutyItem]:
    """The items of the newest list of a year."""
    newest = DutyList.objects.filter(year=year).order_by("-version").first()
    if newest is None:
        return []
    items = DutyItem.objects.filter(list=newest).select_related("list", "agency")
    return list(items.prefetch_related("laws").order_by("pk"))


def _likeness(row: Row) -> tuple:
    values = row.values
    windows = tuple(map(tuple, values["windows"])) or folded(values.get("时间节点"))
    return values["year"], values["org"], frozenset(values["laws"]) or folded(values["content"]), windows


def _likeness_of_item(item: DutyItem) -> tuple:
    found = read_windows(item.schedule, item.list.year) if item.schedule else None
    spans = found.spans if found else item.spans
    windows = tuple(tuple(day.isoformat() for day in span) for span in spans) or folded(item.schedule)
    laws = frozenset(law.title for law in item.laws.all()) or folded(item.content)
    return item.list.year, _unit_of_item(item), laws, windows


def _unit_of_item(item: DutyItem) -> str:
    return item.agency.code if item.agency else EVERY_UNIT


def _facts(row: Row) -> dict[str, str]:
    return {
        "content": folded(row.values["content"]),
        "schedule": folded(row.values.get("时间节点")),
        "measures": folded(row.values.get("普法形式")),
    }


def _facts_of_item(item: DutyItem) -> dict[str, str]:
    return {name: folded(getattr(item, name)) for name in ("content", "schedule", "measures")}


def _pass(*names: str):
    def key_of_row(row: Row):
        org = row.values["org"]
        return (org, *(_facts(row)[name] for name in names)) if org else None

    def key_of_item(item: DutyItem):
        return (_unit_of_item(item), *(_facts_of_item(item)[name] for name in names))

    return key_of_row, key_of_item


# A mended row still says most of what it said.
_PASSES = (
    _pass("content", "schedule", "measures"),
    _pass("content", "schedule"),
    _pass("content", "measures"),
    _pass("schedule", "measures"),
    _pass("content"),
)
