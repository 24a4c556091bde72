"""The cycle and its indicators: written by the office, closed once somebody applies."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, write, writing
from cms.honours.models import Cycle, Indicator
from cms.honours.permissions import can_run_honours

IN_USE = _("已有居村申报，这个批次不再改动；申报期限可以延长。")
WORDS = (
    "level", "year", "batch", "opens_on", "closes_on", "records_from", "notice_days", "pass_score",
    "bonus_cap",
)  # fmt: skip
INDICATOR_WORDS = (
    "cycle", "position", "dimension", "key", "name", "standard", "kind", "max", "per", "cap", "required",
    "source",
)  # fmt: skip


def _is_open(cycle: Cycle) -> bool:
    return cycle.is_open


def _in_an_open_cycle(user, indicator: Indicator) -> bool:
    return indicator.cycle.is_open


DRAW_UP = Action[Cycle]("honours.cycle.create", _("新增"), can_run_honours, writes=WORDS)
CHANGE = Action[Cycle](
    "honours.cycle.change", _("修改"), can_run_honours, writes=WORDS, when=_is_open, otherwise=IN_USE
)
DELETE = Action[Cycle]("honours.cycle.delete", _("删除"), can_run_honours, when=_is_open, otherwise=IN_USE)
EXTEND = Action[Cycle](
    "honours.cycle.extend",
    _("延长申报"),
    can_run_honours,
    writes=("closes_on",),
    reason=_("请写明为什么延长。"),
)
ADD = Action[Indicator](
    "honours.indicator.create",
    _("新增"),
    can_run_honours,
    writes=INDICATOR_WORDS,
    of=_in_an_open_cycle,
    refusal=IN_USE,
)
ALTER = Action[Indicator](
    "honours.indicator.change",
    _("修改"),
    can_run_honours,
    writes=INDICATOR_WORDS,
    of=_in_an_open_cycle,
    refusal=IN_USE,
)
DROP = Action[Indicator](
    "honours.indicator.delete", _("删除"), can_run_honours, of=_in_an_open_cycle, refusal=IN_USE
)


def draw_up_cycle(*, actor, **values) -> Cycle:
    cycle = Cycle()
    write(cycle, DRAW_UP, values, actor=actor)
    return cycle


def add_indicator(cycle: Cycle, *, actor, **values) -> Indicator:
    indicator = Indicator(cycle=cycle)
    write(indicator, ADD, values, actor=actor)
    return indicator


def extend_cycle(cycle: Cycle, *, closes_on: date, reason: str, actor, seen: str | None = None) -> Cycle:
    """Move the last day of applications."""
    with writing(cycle, EXTEND, actor=actor, seen=seen, reason=reason) as held:
        if closes_on < held.closes_on:
            raise RuleBroken({"closes_on": _("只能延长，不能提前。")})
        held.closes_on = closes_on
    return held
