"""Holding places at an event, waiting for one, giving them back."""

import datetime
import json
import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.core.errors import RuleBroken
from cms.core.protected import fingerprint
from cms.core.seats import typed_code
from cms.core.waiting import seat_who_waits
from cms.core.writing import Action, anyone, writing
from cms.events.models import MOST_SEATS, Event, Question, Registration
from search.chinese.folding import narrow

PURPOSE = "events.registration.phone"
CONSENT = _(
    "我同意主办单位为组织本次活动收集我的姓名和手机号，用于核对名额和通知变更；活动结束后不再另作他用。"
)
CONSENT_WITH_ANSWERS = _(
    "我同意主办单位为组织本次活动收集我的姓名、手机号和对上面问题的回答，用于核对名额、做好安排和通知变更；"
    "活动结束后不再另作他用。"
)
# After so long nobody asks any more who came; the numbers go, the counts stay.
FORGOTTEN_AFTER = datetime.timedelta(days=30)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_PERSON = ("name", "phone", "phone_fingerprint", "answers", "account")

REGISTER = Action[Registration]("events.registration.register", _("报名"), anyone)
WITHDRAW = Action[Registration](
    "events.registration.cancel",
    _("取消报名"),
    anyone,
    writes=(*_PERSON, "cancelled_at"),
    when=lambda registration: registration.cancelled_at is None,
    otherwise=_("这个报名已经取消。"),
)
# The platform itself: a place was given back, and it is this one's turn.
SEAT = Action[Registration](
    "events.registration.seat",
    _("候补递补"),
    anyone,
    writes=("waits",),
    when=lambda registration: registration.waits and registration.cancelled_at is None,
)
REMIND = Action[Registration]("events.registration.remind", "", anyone, writes=("reminded_on",))
FORGET = Action[Registration]("events.registration.forget", _("到期清除"), anyone, writes=_PERSON)
# Sent with the registration once it has come off the waiting list.
seated = Signal()


@transaction.atomic
def register(
    event: Event,
    *,
    name: str,
    phone: str,
    agreed: bool,
    seats: int = 1,
    waits: bool = False,
    answers: Sequence[str] = (),
    account: User | None = None,
) -> Registration:
    """Hold places for one telephone number, or stand on the waiting list where `waits` allows it.

    `answers` are those to the questions of the event, in their order; `account` is who is signed in.

    Raises RuleBroken without consent, for a number that is registered already, and when too few are left
    and the person does not wait: the places are claimed by one conditional update, so two people never
    get the last one.
    """
    name, phone = name.strip(), _plain_number(phone)
    told = _told(event, answers)
    problems: dict[str, Any] = {
        f"question_{number}": problem
        for number, (question, answer) in enumerate(told)
        if (problem := question.problem_of(answer))
    }
    if not name:
        problems["name"] = _("请填写姓名。")
    if not _MOBILE.fullmatch(phone):
        problems["phone"] = _("请填写 11 位手机号。")
    if not 1 <= seats <= MOST_SEATS:
        problems["seats"] = _("一次报名一至 %(most)s 人。") % {"most": MOST_SEATS}
    if not agreed:
        problems["agreed"] = _("需要您同意后才能收集姓名和手机号。")
    if problems:
        raise RuleBroken(problems)
    # One after the other with those who give places back: a place just given back is not missed.
    event = _held(event)
    if not event.takes_registrations_at(timezone.now()):
        raise RuleBroken(_("这场活动现在不接受报名。"))
    if event.capacity is not None and seats > event.capacity:
        raise RuleBroken({"seats": _("这场活动一共只有 %(all)s 个名额。") % {"all": event.capacity}})
    # While anybody waits, what is left is theirs.
    is_seated = not event.registrations.waiting().exists() and (
        Event.objects.filter(pk=event.pk).claim_places(seats)
    )
    if not is_seated and not waits:
        raise RuleBroken(_full(event))
    registration = Registration(
        event=event,
        name=name,
        phone=phone,
        seats=seats,
        waits=not is_seated,
        account=account,
        consent_text=str(consent_to(event)),
    )
    registration.phone_fingerprint = fingerprint(phone, PURPOSE)
    kept = [[question.text, answer] for question, answer in told if answer]
    registration.answers = json.dumps(kept, ensure_ascii=False) if kept else ""
    if event.registrations.filter(phone_fingerprint=registration.phone_fingerprint).exists():
        raise RuleBroken({"phone": _("这个手机号已经报过名。")})
    with writing(registration, REGISTER, actor=None):
        return registration


def consent_to(event: Event):
    """What one agrees to who registers."""
    return CONSENT_WITH_ANSWERS if event.asks else CONSENT


@transaction.atomic
def cancel_registration(event: Event, *, code: str) -> Registration:
    """Give the places back, to those who wait. A used code is as good as a wrong one."""
    event = _held(event)
    registration = registration_by(event, code)
    with writing(registration, WITHDRAW, actor=None) as held:
        # What is no longer needed is no longer kept.
        _empty(held)
        held.cancelled_at = timezone.now()
    if not held.waits:
        Event.objects.filter(pk=event.pk).give_places_back(held.seats)
    # Also who gave up waiting may have been all that the next waited for.
    seat_waiting(event)
    return held


def registration_by(event: Event, code: str) -> Registration:
    """The registration of that code, which alone identifies it; RuleBroken where there is none."""
    found = event.registrations.filter(cancel_code=typed_code(code), cancelled_at=None).first()
    if found is None:
        raise RuleBroken({"code": _("没有找到这个报名码对应的报名。")})
    return found


@transaction.atomic
def seat_waiting(event: Event) -> int:
    """Seat who waits, in the order in which they came, as far as there is room; returns how many."""
    event = _held(event)
    if not event.takes_registrations_at(timezone.now()):
        return 0
    found = seat_who_waits(
        Event.objects.filter(pk=event.pk),
        event.registrations.waiting(),
        SEAT,
        lambda registration: registration.seats,
    )
    for registration in found:
        seated.send(Registration, registration=registration)
    return len(found)


@transaction.atomic
def due_reminders(event: Event, on: datetime.date) -> list[Registration]:
    """Those who hold a place and were not reminded yet, noted as reminded: asked again, none of them."""
    due = list(event.registrations.seated().filter(reminded_on=None).exclude(phone_fingerprint=""))
    for registration in due:
        with writing(registration, REMIND, actor=None) as held:
            held.reminded_on = on
    return due


@transaction.atomic
def forget_registrations(now: datetime.datetime) -> int:
    """Empty names and telephones of events that ended long ago; returns how many. Counts stay."""
    over = Registration.objects.filter(event__ends_at__lt=now - FORGOTTEN_AFTER).exclude(phone_fingerprint="")
    count = 0
    for registration in over:
        with writing(registration, FORGET, actor=None) as held:
            _empty(held)
        count += 1
    return count


def _empty(registration: Registration) -> None:
    """Whose it was is no longer told; that there was one still counts."""
    registration.name = registration.phone = registration.phone_fingerprint = registration.answers = ""
    registration.account = None


def _held(event: Event) -> Event:
    """The event, locked: who withdraws and whose turn it is are settled one after the other."""
    return Event.objects.select_for_update().get(pk=event.pk)


def _told(event: Event, answers: Sequence[str]) -> list[tuple[Question, str]]:
    """Each question with its answer; "" where none was given."""
    given = [*answers, *[""] * len(event.asks)]
    return [(question, answer.strip()) for question, answer in zip(event.asks, given, strict=False)]


def _full(event: Event):
    left = Event.objects.get(pk=event.pk).places_left
    if event.registrations.waiting().exists():
        return _("已有人候补，空出的名额先给他们。可以登记候补，按登记先后递补。")
    if left:
        told = _("名额不够了，还剩 %(left)s 个。可以减少人数，也可以登记候补。")
        return {"seats": told % {"left": left}}
    return _("名额已满。可以登记候补，有人取消时按登记先后递补。")


def _plain_number(phone: str) -> str:
    return re.sub(r"[\s\-]", "", narrow(phone))
