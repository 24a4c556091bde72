"""Coming in by the entry code, and saying afterwards how it was."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, anyone, writing
from cms.events.enums import EventState
from cms.events.models import Event, Feedback, Registration
from cms.events.permissions import can_receive, receives_at
from cms.events.services.registering import registration_by

# The door opens on the day; who forgot to note it does so on the next.
DOOR_CLOSES_AFTER = datetime.timedelta(days=1)
# Who says it later no longer remembers.
TOLD_WITHIN = datetime.timedelta(days=30)

ARRIVE = Action[Registration](
    "events.registration.arrive",
    _("签到"),
    can_receive,
    writes=("arrived_at",),
    of=lambda user, registration: receives_at(user, registration.event),
    refusal=_("由主办单位或普法办签到。"),
)
# Not told of in the trail: its order would tell whose answer is whose.
TELL = Action[Feedback]("events.feedback.tell", "", anyone)
NOTE_TOLD = Action[Registration]("events.registration.note_told", "", anyone, writes=("has_told",))


@transaction.atomic
def check_in(event: Event, *, code: str, actor) -> tuple[Registration, bool]:
    """Let in who holds the code; returns the registration, and whether it came in just now.

    RuleBroken on another day than the event's, for a code that nobody holds, and for who still waits.
    """
    if not door_is_open(event, timezone.now()):
        raise RuleBroken(_("活动当天和第二天可以签到。"))
    registration = registration_by(event, code)
    if registration.waits:
        raise RuleBroken({"code": _("这个报名还在候补，没有名额。现场有空位的，请主办单位自行安排。")})
    with writing(registration, ARRIVE, actor=actor) as held:
        is_new = held.arrived_at is None
        held.arrived_at = held.arrived_at or timezone.now()
    return held, is_new


@transaction.atomic
def tell(event: Event, *, useful: str, clear: str, words: str = "", code: str = "") -> None:
    """Keep three answers, apart from who gave them.

    By the code of a registration, once; openly where the event took none. RuleBroken before the end, long
    after it, for a code that was used, and for a personal number in the words.
    """
    if not is_asked_about(event, timezone.now()):
        raise RuleBroken(_("活动结束后 30 天内可以反馈。"))
    if find_personal_numbers(words):
        raise RuleBroken({"words": _("反馈是匿名的，请不要写身份证号、手机号。")})
    if event.takes_registrations:
        registration = registration_by(event, code)
        with writing(registration, NOTE_TOLD, actor=None) as held:
            if held.has_told or held.waits:
                raise RuleBroken({"code": _("这个报名码已经反馈过，或者没有参加这场活动。")})
            held.has_told = True
    feedback = Feedback(event=event, useful=useful, clear=clear, words=words.strip())
    with writing(feedback, TELL, actor=None):
        pass


def door_is_open(event: Event, now: datetime.datetime) -> bool:
    first = timezone.localdate(event.starts_at)
    is_time = first <= timezone.localdate(now) <= timezone.localdate(event.ends_at) + DOOR_CLOSES_AFTER
    return event.takes_registrations and event.state == EventState.PUBLISHED and is_time


def is_asked_about(event: Event, now: datetime.datetime) -> bool:
    """Whether who came may say how it was."""
    return event.state == EventState.PUBLISHED and event.ends_at <= now <= event.ends_at + TOLD_WITHIN
