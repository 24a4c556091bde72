"""Announcing an occasion, and holding a place at it."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.protected import fingerprint
from cms.core.writing import Action, anyone, write, writing
from cms.events.enums import EventState
from cms.events.models import Event, Registration
from cms.events.permissions import (
    can_manage_events,
    can_publish_events,
    can_see_events_in_admin,
    is_not_the_writer,
)
from search.chinese.folding import narrow

PURPOSE = "events.registration.phone"
CONSENT = _(
    "我同意主办单位为组织本次活动收集我的姓名和手机号，用于核对名额和通知变更；活动结束后不再另作他用。"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")


WORDS = (
    "title", "host", "campaign", "starts_at", "ends_at", "venue", "address", "introduction", "settings",
    "audiences", "laws", "takes_registrations", "capacity",
)  # fmt: skip
CREATE = Action[Event]("events.event.create", _("新增"), can_manage_events, writes=WORDS)
CHANGE = Action[Event](
    "events.event.change",
    _("修改"),
    can_manage_events,
    writes=WORDS,
    when=lambda event: event.state == EventState.DRAFT,
    otherwise=_("已发布的活动先撤回，改好后由另一人再发布。"),
)
DELETE = Action[Event](
    "events.event.delete",
    _("删除"),
    can_manage_events,
    when=lambda event: event.state == EventState.DRAFT and event.published_at is None,
    otherwise=_("公众已经知道的活动不能删除，可以取消。"),
)
PUBLISH = Action[Event](
    "events.event.publish",
    _("发布"),
    can_publish_events,
    writes=("state", "published_at"),
    of=is_not_the_writer,
    refusal=_("不能发布自己写的或改过的活动，请另一位审核员或普法办同事发布。"),
    when=lambda event: event.state == EventState.DRAFT,
    otherwise=_("只有草稿可以发布。"),
)
RECALL = Action[Event](
    "events.event.recall",
    _("撤回修改"),
    can_see_events_in_admin,
    writes=("state",),
    when=lambda event: event.state == EventState.PUBLISHED,
    otherwise=_("只有已发布的活动可以撤回。"),
    reason=_("请写明要改什么，方便再次审核。"),
)
CANCEL = Action[Event](
    "events.event.cancel",
    _("取消这场活动"),
    can_publish_events,
    writes=("state",),
    when=lambda event: event.state == EventState.PUBLISHED,
    otherwise=_("只有已发布的活动可以取消。"),
)

REGISTER = Action[Registration]("events.registration.register", _("报名"), anyone)
WITHDRAW = Action[Registration](
    "events.registration.cancel",
    _("取消报名"),
    anyone,
    writes=("name", "phone", "phone_fingerprint", "cancelled_at"),
    when=lambda registration: registration.cancelled_at is None,
    otherwise=_("这个报名已经取消。"),
)


def create_event(values: dict, *, actor) -> Event:
    """A draft, with the relations among its values."""
    event = Event()
    write(event, CREATE, values, actor=actor)
    return event


def publish_event(event: Event, *, actor, seen: str | None = None) -> Event:
    """Announce a draft, after a search for personal numbers."""
    with writing(event, PUBLISH, actor=actor, seen=seen) as held:
        refuse_personal_numbers(held)
        held.state = EventState.PUBLISHED
        held.published_at = held.published_at or timezone.now()
    return held


def recall_event(event: Event, *, actor, reason: str, seen: str | None = None) -> Event:
    """Take the words back to be changed. Who has registered keeps the place; the page says so meanwhile."""
    with writing(event, RECALL, actor=actor, seen=seen, reason=reason) as held:
        held.state = EventState.DRAFT
    return held


def cancel_event(event: Event, *, actor, seen: str | None = None) -> Event:
    """Call it off. The page stays and says so, because people may have been told of it."""
    with writing(event, CANCEL, actor=actor, seen=seen) as held:
        held.state = EventState.CANCELLED
    return held


@transaction.atomic
def register(event: Event, *, name: str, phone: str, agreed: bool) -> Registration:
    """Hold one place for one telephone number.

    Raises RuleBroken without consent, for a number that holds a place already, and when none is left:
    the places are claimed by one conditional update, so two people never get the last one.
    """
    name, phone = name.strip(), _plain_number(phone)
    problems = {}
    if not name:
        problems["name"] = _("请填写姓名。")
    if not _MOBILE.fullmatch(phone):
        problems["phone"] = _("请填写 11 位手机号。")
    if not agreed:
        problems["agreed"] = _("需要您同意后才能收集姓名和手机号。")
    if problems:
        raise RuleBroken(problems)
    if not event.takes_registrations_at(timezone.now()):
        raise RuleBroken(_("这场活动现在不接受报名。"))
    if not Event.objects.filter(pk=event.pk).claim_place():
        raise RuleBroken(_("名额已满。"))
    registration = Registration(event=event, name=name, phone=phone, consent_text=str(CONSENT))
    registration.phone_fingerprint = fingerprint(phone, PURPOSE)
    if event.registrations.filter(phone_fingerprint=registration.phone_fingerprint).exists():
        raise RuleBroken({"phone": _("这个手机号已经报过名。")})
    with writing(registration, REGISTER, actor=None):
        return registration


@transaction.atomic
def cancel_registration(event: Event, *, code: str) -> Registration:
    """Give the place back. The code alone identifies it, and a used one is as good as a wrong one."""
    wanted = narrow(code).strip().upper()
    registration = event.registrations.filter(cancel_code=wanted, cancelled_at=None).first()
    if registration is None:
        raise RuleBroken({"code": _("没有找到这个取消码对应的报名。")})
    with writing(registration, WITHDRAW, actor=None) as held:
        # What is no longer needed is no longer kept.
        held.name = held.phone = held.phone_fingerprint = ""
        held.cancelled_at = timezone.now()
    Event.objects.filter(pk=event.pk).give_place_back()
    return held


def _plain_number(phone: str) -> str:
    return re.sub(r"[\s\-]", "", narrow(phone))
