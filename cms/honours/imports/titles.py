"""Titles given before the platform (民主法治示范村、社区), from the lists that offices keep."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from cms.core.errors import RuleBroken
from cms.honours.enums import RECHECKS, Level, TitleState
from cms.honours.models import Recheck, Title
from cms.honours.models.titles import RECHECKED_AFTER
from cms.honours.permissions import can_run_honours, decides_on_title
from cms.honours.queries import first_cycles
from cms.honours.services.titles import REGISTER
from cms.intake.cells.dates import day
from cms.intake.cells.text import as_text, choice, plain, up_to
from cms.intake.columns import ORDINAL
from cms.intake.journal import Journal
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Parsed, Row
from cms.places.imports import locations
from cms.places.imports.judging import PlaceFinder, PlaceJudge

LEVEL, BATCH, DAY, NUMBER, STATE, ENDED = "级别", "批次", "命名日期", "命名文号", "状态", "撤销日期"
LEVELS = {str(level.label): level for level in Level}
# 市级民主法治示范社区 ends in 区, and is of the city.
_LEVELS = (
    (re.compile("全国|国家"), Level.NATIONAL),
    (re.compile("省级|市级|^(?:省|市|省市|上海市?)"), Level.CITY),
    (re.compile("区级|县级|^(?:区|县|区县|本区)$"), Level.DISTRICT),
)
_BATCH = re.compile(r"第[一二三四五六七八九十百\d]+[批届]")
_BARE = re.compile(r"(?P<number>[一二三四五六七八九十百\d]+)(?P<unit>[批届]?)")
STATES = {
    str(TitleState.STANDING.label): ("在册", "保留", "保留称号", "合格", "复核合格", "已复核", "正常"),
    str(TitleState.REVOKED.label): ("撤销", "取消", "取消称号", "摘牌", "不合格", "复核不合格"),
    str(TitleState.CANCELLED.label): ("注销", "撤并", "居村撤并", "动迁注销"),
}
_ENDS = {move.to: verb for verb, move in RECHECKS.items() if move.to != TitleState.STANDING}
# How much was done with a row.
_MOST = ("unchanged", "change", "create")
_IMPORTED = "以前的名单所记"
_STATE_OF = {str(state.label): state for state in TitleState}


def level(raw: Any, on: date) -> Parsed:
    """全国, 国家级, 省级, 上海市级, 区级民主法治示范社区: one of the three."""
    text = as_text(raw)
    found = _level_in(text)
    if found is None:
        return Parsed(
            None, (("title_level", f"“{text}”认不出级别，请填：{'、'.join(LEVELS)}"),) if text else ()
        )
    label = str(found.label)
    return Parsed(label, () if text == label else (("value_alias", f"“{text}”已读作“{label}”"),))


def batch(raw: Any, on: date) -> Parsed:
    """第九批, 9, 九届: as papers write it."""
    text = as_text(raw)
    bare = _BARE.fullmatch(text)
    if not bare:
        return plain(raw, on)
    value = f"第{bare['number']}{bare['unit'] or '批'}"
    return Parsed(value, (("value_alias", f"“{text}”已读作“{value}”"),))


class TitleSpec(ImportSpec):
    """A row is one title of one 居村. What the platform itself named is not touched."""

    kind = "titles"
    label = "以前的示范称号"
    words = ("民主法治示范", "示范社区", "示范村")
    label_columns = ("所属居村",)
    columns = (
        ORDINAL,
        replace(locations.TOWN, groups=True),
        replace(locations.COMMUNITY, required=True),
        Column(LEVEL, level, ("称号级别", "称号", "示范级别", "命名级别", "等级"), groups=True),
        Column(
            BATCH, up_to(20, batch), ("届", "届次", "批次届次", "批次/届", "第几批", "命名批次"), groups=True
        ),
        Column(DAY, day, ("命名时间", "授牌日期", "公布日期", "获评时间", "授予时间"), groups=True),
        Column(NUMBER, up_to(60, plain), ("文号", "文件号", "发文字号", "命名文件", "文件文号"), groups=True),
        Column(STATE, choice(STATES), ("称号状态", "复核情况", "复核结果", "目前状态")),
        Column(
            ENDED, day, ("撤销时间", "取消日期", "取消时间", "摘牌日期", "摘牌时间", "注销日期", "注销时间")
        ),
    )

    def may_import(self, user) -> bool:
        return can_run_honours(user)

    def judge(self, rows: list[Row], on: date) -> None:
        places, begun = PlaceJudge(), first_cycles()
        for row in rows:
            places.judge(row)
            _judge_row(row, begun)
        _judge_standing(rows, PlaceFinder())

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        finder = PlaceFinder()
        return Outcome(tuple(_store(row.values, finder, journal) for row in rows))


def _judge_row(row: Row, begun: dict[str, date]) -> None:
    values, told = row.values, "".join(row.titles)
    if not values["所属居村"]:
        row.find("place_unknown", "所属居村", "没有居村，请补填")
    if not values[LEVEL] and (found := _level_in(told)):
        values[LEVEL] = str(found.label)
        row.find("value_told", LEVEL, f"没有填级别，按标题填“{values[LEVEL]}”")
    if not values[BATCH] and (found := _BATCH.search(told)):
        values[BATCH] = found[0]
        row.find("value_told", BATCH, f"没有填批次，按标题填“{found[0]}”")
    if not values[LEVEL] and "title_level" not in row.codes:
        row.find("title_level", LEVEL, f"没有级别，请填：{'、'.join(LEVELS)}")
    if not values[BATCH]:
        row.find("title_batch", BATCH, "没有批次，请补填，如：第九批")
    if not values[NUMBER]:
        row.find("title_paper", NUMBER, "没有命名文号，请补填；没有文件的不能登记")
    if not values[DAY] and not {"date_vague", "date_unclear", "future_date"} & set(row.codes):
        row.find("date_missing", DAY, "没有命名日期，请补填")
    if values[ENDED] and values[DAY] and values[ENDED] < values[DAY]:
        row.find("end_before_start", ENDED, f"{values[ENDED]}早于命名日期{values[DAY]}，请核对")
    if values[ENDED] and _state_of(values) == TitleState.STANDING:
        row.find("title_ended", ENDED, "有撤销日期，状态却是在册，请写明状态：已撤销或者已注销")
    first = begun.get(LEVELS.get(values[LEVEL] or "", ""))
    if first and values[DAY] and date.fromisoformat(values[DAY]) >= first:
        row.find(
            "title_by_way",
            DAY,
            f"{first}起平台已有这一级别的批次，以后的称号经申报、公示命名，请在“示范称号”里办理",
        )


def _judge_standing(rows: list[Row], finder: PlaceFinder) -> None:
    """A 居村 has one standing title of a level, and what was decided here stands as decided."""
    stored: dict[tuple, Title] = {}
    held: dict[tuple, str] = {}
    for title in Title.objects.select_related("community"):
        stored[title.community_id, title.level, title.conferred_on.isoformat()] = title
        if title.state == TitleState.STANDING:
            held[title.community_id, title.level] = title.conferred_on.isoformat()
    for row in rows:
        if not _is_whole(row):
            continue
        values, place = row.values, finder.find(row.values)
        key = place.pk, LEVELS[values[LEVEL]]
        known = stored.get((*key, values[DAY]))
        if known and values[STATE] and _STATE_OF[values[STATE]] != known.state:
            shown = known.get_state_display()
            row.find("state_decided", STATE, f"平台上是“{shown}”，不随表改：请在“示范称号”里办理复核")
        if known or _state_of(values) != TitleState.STANDING:
            continue
        if held.setdefault(key, values[DAY]) != values[DAY]:
            told = f"这个居村已有{held[key]}命名的{values[LEVEL]}称号，以前的一次请写明状态：已撤销或者已注销"
            row.find("title_held", LEVEL, told)


def _is_whole(row: Row) -> bool:
    values = row.values
    stays_out = {"place_unknown", "place_wrong_town", "title_by_way"} & set(row.codes)
    return not stays_out and all(values[name] for name in ("所属街镇", "所属居村", LEVEL, DAY))


def _store(values: dict, finder: PlaceFinder, journal: Journal) -> str:
    conferred_on, place = date.fromisoformat(values[DAY]), finder.find(values)
    own = {"community": place, "level": LEVELS[values[LEVEL]], "conferred_on": conferred_on}
    known = Title.objects.filter(**own).first()
    if known and known.application_id:
        return "unchanged"
    fields = {"batch": values[BATCH], "number": values[NUMBER]}
    if known is None:
        fields |= {**own, "state": _state_of(values), "due_on": conferred_on + RECHECKED_AFTER}
        # A command is run by whoever runs the platform.
        if journal.actor and not decides_on_title(journal.actor, Title(**own)):
            raise RuleBroken(REGISTER.refusal)
    title = known or Title()
    kept = journal.keep(title, fields)
    return max(kept, _store_end(title, values, journal), key=_MOST.index)


def _store_end(title: Title, values: dict, journal: Journal) -> str:
    """The day on which it was revoked or cancelled goes into the history of the title, once."""
    verb = _ENDS.get(title.state)
    if not (values[ENDED] and verb) or (title.pk and title.rechecks.exists()):
        return "unchanged"
    told = {"title": title, "verb": verb, "done_on": date.fromisoformat(values[ENDED])}
    journal.keep(
        Recheck(),
        {**told, "reason": _IMPORTED, "actor": journal.actor, "actor_name": str(journal.actor or "系统")},
    )
    return "change"


def _state_of(values: dict) -> TitleState:
    return _STATE_OF.get(values[STATE] or "", TitleState.STANDING)


def _level_in(text: str) -> Level | None:
    return next((found for pattern, found in _LEVELS if pattern.search(text)), None)


register(TitleSpec())
