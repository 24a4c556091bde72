"""Next year's list, drawn up from this year's."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, writing
from cms.duties.enums import ListState
from cms.duties.models import DutyItem, DutyList, SetAsideLaw
from cms.duties.permissions import can_manage_lists
from cms.duties.services.lists import COPIED, copy_item, draw_up_list
from cms.statutes.models import Law

CARRY = Action[DutyList](
    "duties.dutylist.carry",
    _("拟定下一年清单"),
    can_manage_lists,
    when=lambda duty_list: duty_list.state == ListState.PUBLISHED,
    otherwise=_("只有已公布的清单可以沿用到下一年。"),
)
CARRY_ITEM = Action[DutyItem]("duties.dutyitem.carry", _("沿用到下一年"), anyone)
SET_ASIDE = Action[SetAsideLaw](
    "duties.setasidelaw.create",
    _("不列入清单"),
    can_manage_lists,
    writes=("list", "law", "reason"),
    of=lambda user, aside: aside.list.is_open,
)


@transaction.atomic
def carry_forward(duty_list: DutyList, *, actor, seen: str | None = None) -> DutyList:
    """A draft for the next year with every item, its windows a year later, under its old key.

    RuleBroken where that year has a list. What changed in the laws meanwhile is told by
    `queries.carrying`, not written into the draft.
    """
    with writing(duty_list, CARRY, actor=actor, seen=seen) as held:
        year = held.year + 1
        if DutyList.objects.filter(year=year).exists():
            raise RuleBroken(_("%(year)s年已有清单，请在那份清单里修改。") % {"year": year})
    new = draw_up_list(year, actor=actor)
    for item in held.items.prefetch_related(*COPIED).order_by("pk"):
        copy_item(item, new, CARRY_ITEM, actor, **_a_year_later(item))
    return new


def set_aside_law(duty_list: DutyList, law: Law, *, reason: str, actor) -> SetAsideLaw:
    """Decide that a newly issued law is no item of this list, and say why."""
    if not reason.strip():
        raise RuleBroken({"reason": _("请写明不列入的理由。")})
    aside = SetAsideLaw(list=duty_list, law=law, reason=reason.strip())
    with writing(aside, SET_ASIDE, actor=actor):
        return aside


def _a_year_later(item: DutyItem) -> dict:
    """The days of an item in the next year; words about time stay as they were written."""
    return {
        "starts_on": _next(item.starts_on),
        "ends_on": _next(item.ends_on),
        "windows": [[_next_text(first), _next_text(last)] for first, last in item.windows],
        # It came from no table of that year.
        "ledger": "",
    }


def _next(day: datetime.date | None) -> datetime.date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        # 29 February.
        return day.replace(year=day.year + 1, day=28)


def _next_text(day: str) -> str:
    return str(_next(datetime.date.fromisoformat(day)))
