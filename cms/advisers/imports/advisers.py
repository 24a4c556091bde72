"""Legal advisers of the communities (居村法律顾问) from a table."""

import re
from dataclasses import replace
from datetime import date

from cms.advisers.imports.terms import edge, term
from cms.advisers.models import Adviser, Agreement
from cms.advisers.permissions import can_manage_advisers
from cms.intake.cells.identity import office_phone
from cms.intake.cells.names import person_name
from cms.intake.cells.text import blotted, public, up_to
from cms.intake.columns import ORDINAL
from cms.intake.journal import Journal, given
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row
from cms.places.imports import locations
from cms.places.imports.judging import PlaceFinder, PlaceJudge

NAME, FIRM, FIRST, LAST, TERM = "法律顾问", "执业机构", "聘期起", "聘期止", "聘期"

# A text that begins with a firm: 青桥律师事务所驻居村法律顾问一览表.
_FIRM = re.compile(
    r"(?:(?:填报|报送)单位[:：]\s*)?"
    r"([\u4e00-\u9fff]{2,16}?(?:[（(][\u4e00-\u9fff]{2,6}[)）])?(?:律师事务所|法律服务所))"
)
# What stands before its name there: then nobody can tell where that begins.
_BEFORE = re.compile("街道|镇|乡|村|居委|司法|年")


class AdviserSpec(ImportSpec):
    """A row is one adviser in one community for one term. No consent comes by a table: each gives the own."""

    kind = "advisers"
    label = "居村法律顾问"
    words = ("法律顾问",)
    label_columns = (NAME,)
    columns = (
        ORDINAL,
        replace(locations.TOWN, groups=True),
        replace(locations.COMMUNITY, required=True, groups=True),
        Column(
            NAME,
            up_to(40, person_name),
            ("姓名", "律师姓名", "律师", "顾问姓名", "法律顾问姓名"),
            required=True,
        ),
        Column(
            FIRM,
            up_to(80, public),
            ("律师事务所", "律所", "所在律所", "所属律所", "律所名称"),
            required=True,
            told=True,
            groups=True,
        ),
        Column("办公电话", office_phone, ("联系电话", "电话", "联系方式", "律所电话")),
        Column("值班时间", up_to(120, blotted), ("坐班时间", "值班安排", "服务时间")),
        Column(
            FIRST,
            edge(ends=False),
            ("聘期开始", "起聘日期", "聘用开始时间", "合同开始日期", "签约日期", "开始日期"),
        ),
        Column(
            LAST,
            edge(ends=True),
            ("聘期结束", "到期日期", "聘用结束时间", "合同到期日期", "结束日期", "截止日期"),
        ),
        Column(TERM, term, ("聘用期限", "聘任期限", "合同期限", "服务期限", "聘期起止", "起止日期")),
    )

    def may_import(self, user) -> bool:
        return can_manage_advisers(user)

    def judge(self, rows: list[Row], on: date) -> None:
        places, finder = PlaceJudge(), PlaceFinder()
        for row in rows:
            places.judge(row)
            _judge_row(row)
        _judge_overlaps(rows, finder)

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        finder = PlaceFinder()
        held = {(each.name, each.firm): each for each in Adviser.objects.all()}
        return Outcome(tuple(_store(row.values, finder, held, journal) for row in rows))


def _told_firm(row: Row) -> None:
    """A firm that sends its own list names itself in the title, not in each row."""
    if FIRM in row.raw or FIRM in row.decision.values:
        return
    begun = (_FIRM.match(text.strip()) for text in row.told)
    found = {firm[1] for firm in begun if firm and not _BEFORE.search(firm[1])}
    if len(found) == 1:
        row.values[FIRM] = found.pop()
        row.find("value_told", FIRM, f"表里没有这一列，按标题或报送单位填为“{row.values[FIRM]}”")


def _judge_row(row: Row) -> None:
    values = row.values
    _told_firm(row)
    if not values["所属居村"]:
        row.find("place_unknown", "所属居村", "没有居村，请补填")
    if not values[FIRM]:
        row.find("org_unknown", FIRM, "没有执业机构，请填律师事务所的全称")
    if values[TERM] and not (values[FIRST] and values[LAST]):
        values[FIRST], values[LAST] = values[TERM]
    unclear = {"date_unclear", "date_vague", "end_before_start"} & set(row.codes)
    for name in (FIRST, LAST):
        if not values[name] and not unclear:
            row.find("date_missing", name, f"没有{name}，请补填")
    if values[FIRST] and values[LAST] and values[LAST] < values[FIRST]:
        row.find("end_before_start", LAST, f"{values[LAST]} 早于 {values[FIRST]}，请核对")


def _judge_overlaps(rows: list[Row], finder: PlaceFinder) -> None:
    """A community has one adviser at a time, in the table and with what is stored."""
    stored: dict[int, list[Agreement]] = {}
    for each in Agreement.objects.select_related("adviser"):
        stored.setdefault(each.community_id, []).append(each)
    seen: dict[int, list[Row]] = {}
    for row in rows:
        if not _is_whole(row):
            continue
        values, place = row.values, finder.find(row.values)
        for each in stored.get(place.pk, ()):
            other = {NAME: each.adviser.name, FIRM: each.adviser.firm}
            other |= {FIRST: each.starts_on.isoformat(), LAST: each.ends_on.isoformat()}
            if _overlap(values, other) and not _is_one(values, other):
                told = f"{place}这段时间已有{other[NAME]}，{other[FIRST]} 至 {other[LAST]}，请核对聘期"
                row.find("term_overlap", FIRST, told)
        for earlier in seen.setdefault(place.pk, []):
            same_term = all(values[name] == earlier.values[name] for name in (NAME, FIRM, FIRST, LAST))
            if _overlap(values, earlier.values) and not same_term:
                told = f"与第{earlier.number}行{earlier.values[NAME]}的聘期重叠，同一天只有一位，请核对"
                row.find("term_overlap", FIRST, told)
        seen[place.pk].append(row)


def _is_whole(row: Row) -> bool:
    values = row.values
    unplaced = {"place_unknown", "place_wrong_town", "end_before_start"} & set(row.codes)
    return not unplaced and all(values[name] for name in ("所属街镇", "所属居村", NAME, FIRM, FIRST, LAST))


def _overlap(one: dict, other: dict) -> bool:
    return one[FIRST] <= other[LAST] and other[FIRST] <= one[LAST]


def _is_one(one: dict, other: dict) -> bool:
    """Whether they are the same agreement: the same adviser since the same day; its end may have moved."""
    return all(one[name] == other[name] for name in (NAME, FIRM, FIRST))


def _store(values: dict, finder: PlaceFinder, held: dict, journal: Journal) -> str:
    key = (values[NAME], values[FIRM])
    adviser = held.setdefault(key, Adviser())
    fields = {"name": key[0], "firm": key[1], "office_phone": values["办公电话"], "hours": values["值班时间"]}
    first = journal.keep(adviser, given(fields))
    place, starts_on = finder.find(values), date.fromisoformat(values[FIRST])
    known = Agreement.objects.filter(community=place, adviser=adviser.pk, starts_on=starts_on)
    term = {
        "community": place, "adviser": adviser, "starts_on": starts_on,
        "ends_on": date.fromisoformat(values[LAST]),
    }  # fmt: skip
    second = journal.keep(known.first() or Agreement(), term)
    return second if second != "unchanged" else "change" if first != "unchanged" else second


register(AdviserSpec())
