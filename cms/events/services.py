"""Announcing an occasion, and holding a place at it."""

import re
import unicodedata

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.core.personal_data import find_personal_numbers
from cms.core.protected import fingerprint
from cms.events.enums import EventState
from cms.events.models import Event, Registration
from cms.events.permissions import can_publish_events

PURPOSE = "events.registration.phone"
CONSENT = _(
    "我同意主办单位为组织本次活动收集我的姓名和手机号，用于核对名额和通知变更；活动结束后不再另作他用。"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")


@transaction.atomic
def publish_event(event: Event, *, actor) -> Event:
    """Announce a draft, after a search for personal numbers."""
    require(can_publish_events(actor))
    held = Event.objects.select_for_update().get(pk=event.pk)
    if held.state != EventState.DRAFT:
        raise RuleBroken(_("只有草稿可以发布。"))
    found = find_personal_numbers(f"{held.title}\n{held.address}\n{held.introduction}")
    if found:
        raise RuleBroken(
            _("不能发布：正文里有%(kind)s %(number)s，请先删去。")
            % {"kind": found[0].kind, "number": found[0].masked}
        )
    held.state = EventState.PUBLISHED
    held.save()
    audit.record(actor, "events.event.publish", held)
    return held


@transaction.atomic
def cancel_event(event: Event, *, actor) -> Event:
    """Call it off. The page stays and says so, because people may have been told of it."""
    require(can_publish_events(actor))
    held = Event.objects.select_for_update().get(pk=event.pk)
    if held.state != EventState.PUBLISHED:
        raise RuleBroken(_("只有已发布的活动可以取消。"))
    held.state = EventState.CANCELLED
    held.save()
    audit.record(actor, "events.event.cancel", held)
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
    room = Event.objects.filter(pk=event.pk).filter(Q(capacity=None) | Q(places_taken__lt=F("capacity")))
    if not room.update(places_taken=F("places_taken") + 1):
        raise RuleBroken(_("名额已满。"))
    try:
        with transaction.atomic():
            registration = Registration.objects.create(
                event=event,
                name=name,
                phone=phone,
                phone_fingerprint=fingerprint(phone, PURPOSE),
                consent_text=str(CONSENT),
            )
    except IntegrityError as error:
        raise RuleBroken({"phone": _("这个手机号已经报过名。")}) from error
    audit.record(None, "events.registration.add", registration)
    return registration


@transaction.atomic
def cancel_registration(event: Event, *, code: str) -> Registration:
    """Give the place back. The code alone identifies it, and a used one is as good as a wrong one."""
    wanted = unicodedata.normalize("NFKC", code).strip().upper()
    registration = (
        Registration.objects.select_for_update()
        .filter(event=event, cancel_code=wanted, cancelled_at=None)
        .first()
    )
    if registration is None:
        raise RuleBroken({"code": _("没有找到这个取消码对应的报名。")})
    # What is no longer needed is no longer kept.
    registration.name = registration.phone = registration.phone_fingerprint = ""
    registration.cancelled_at = timezone.now()
    registration.save()
    Event.objects.filter(pk=event.pk).update(places_taken=F("places_taken") - 1)
    audit.record(None, "events.registration.cancel", registration)
    return registration


def _plain_number(phone: str) -> str:
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", phone))
