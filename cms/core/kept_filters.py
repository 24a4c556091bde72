"""Filters that somebody keeps for themselves: how a list is narrowed, under a name, to be had again."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.models import KeptFilter
from cms.core.personal_data.finding import find_personal_numbers
from cms.core.writing import Action, removing, write

MOST = 12


def _has_an_account(user) -> bool:
    return user.is_active


def _is_own(user, kept: KeptFilter) -> bool:
    return kept.owner_id == user.pk


KEEP = Action[KeptFilter](
    "core.keptfilter.keep", _("保存"), _has_an_account, ("owner", "listed", "name", "query"), _is_own
)
FORGET = Action[KeptFilter]("core.keptfilter.delete", _("删除"), _has_an_account, of=_is_own)


def narrowing_of(asked: QueryDict) -> str:
    """What of an address narrows a list: not the words that are looked for, which may name somebody."""
    kept = QueryDict(mutable=True)
    for name, values in sorted(asked.lists()):
        if name not in ("q", "p") and not name.startswith("_") and any(values):
            kept.setlist(name, values)
    return kept.urlencode()


def kept_filters(user, listed: str):
    return KeptFilter.objects.filter(owner=user.pk, listed=listed)


@transaction.atomic
def keep_filter(*, actor, listed: str, name: str, asked: QueryDict) -> KeptFilter:
    """Keep it for the account itself; what was kept before has the new name, a name given before stands for
    this.
    """
    name, query = name.strip(), narrowing_of(asked)
    if not name:
        raise RuleBroken(_("请给这个筛选取个名字，例如“清溪街道待审”。"))
    if not query:
        raise RuleBroken(_("列表还没有筛选。请先在“筛选”里选好，再保存。"))
    if find_personal_numbers(" ".join([name, *(each for _name, values in asked.lists() for each in values)])):
        raise RuleBroken(_("筛选里有个人号码，不能保存。请去掉号码后再试。"))
    own = kept_filters(actor, listed)
    same = own.filter(query=query).exclude(name=name).first()
    held = own.filter(name=name).first() or same
    if held is None and own.count() >= MOST:
        raise RuleBroken(_("一个列表最多保存 %(most)d 个筛选，请先删去不用的。") % {"most": MOST})
    held = held or KeptFilter(owner_id=actor.pk, listed=listed, name=name)
    write(held, KEEP, {"name": name, "query": query}, actor=actor)
    if same and same != held:
        forget_filter(same, actor=actor)
    return held


def forget_filter(kept: KeptFilter, *, actor) -> None:
    removing(kept, FORGET, actor=actor)
