"""Calling for volunteers, answering, taking an answer back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import is_signed_in
from cms.accounts.queries import accounts_in
from cms.core.errors import RuleBroken
from cms.core.naming import BETWEEN, Naming
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, anyone, locked, standing, writing
from cms.events.enums import EventState
from cms.events.models import Event
from cms.events.queries import start_of_day
from cms.inbox.enums import MessageKind
from cms.inbox.services import send, settle_own
from cms.people.models import Appointment
from cms.people.queries.memberships import account_of
from cms.places.models import Place
from cms.volunteering.enums import AnswerState, CallState
from cms.volunteering.models import Answer, Call, Skill
from cms.volunteering.permissions import answers_for_self, calls_volunteers, runs_call
from cms.volunteering.queries.calls import fits, matching
from search.chinese.dates import chinese_date

OPEN = Action[Call](
    "volunteering.call.create",
    _("征集志愿者"),
    calls_volunteers,
    of=runs_call,
    refusal=_("只能为自己的居村、街镇或本单位主办的活动征集。"),
)
CANCEL = Action[Call](
    "volunteering.call.cancel",
    _("取消征集"),
    calls_volunteers,
    writes=("state",),
    of=runs_call,
    when=standing(CallState.OPEN),
    otherwise=_("这次征集已经取消。"),
    reason=_("请写明为什么取消，已应征的人会看到。"),
)
# The platform itself: the event was called off, by whoever may.
FOLLOW = Action[Call](
    "volunteering.call.follow",
    _("随活动取消"),
    anyone,
    writes=("state",),
    when=standing(CallState.OPEN),
)
REPLY = Action[Answer](
    "volunteering.answer.reply",
    _("答复征集"),
    is_signed_in,
    writes=("state",),
    of=answers_for_self,
    refusal=_("由志愿者本人答复；没有账号的，由组织征集的所在居村、街镇或普法办替其登记。"),
)
# As many as a message names one by one.
NAMED = 10
PASS_ON = Naming("请转告没有账号的志愿者%(names)s：%(text)s")
# A place is claimed or given back along with an answer.
COUNT = Action[Call]("volunteering.call.set", "", anyone, writes=("places_taken",))


@transaction.atomic
def open_call(
    event: Event,
    *,
    place: Place,
    capacity: int,
    actor,
    skill: Skill | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    words: str = "",
) -> Call:
    """Ask for volunteers at a published event, for the whole of it unless told otherwise.

    Those it fits find it in their inbox; of those without an account their place is told.
    """
    # Whoever calls it off at the same time comes before this, and is seen, or after it, and finds the call.
    event = locked(event)
    call = Call(
        event=event,
        place=place,
        skill=skill,
        capacity=capacity,
        starts_at=starts_at or event.starts_at,
        ends_at=ends_at or event.ends_at,
        words=words.strip(),
    )
    with writing(call, OPEN, actor=actor):
        if event.state != EventState.PUBLISHED:
            raise RuleBroken({"event": _("活动发布之后才能征集志愿者。")})
        if call.starts_at <= timezone.now():
            raise RuleBroken({"starts_at": _("服务已经开始，不能再征集。")})
        # Asked once: an event that is moved later leaves the call as it was, to be answered or cancelled.
        if call.starts_at < event.starts_at or call.ends_at > event.ends_at:
            raise RuleBroken({"starts_at": _("服务时间要在活动的起止时间之内。")})
        if find_personal_numbers(words):
            raise RuleBroken({"words": _("请不要在这里写身份证号、手机号。")})
    _tell(call, _("“%(event)s”征集%(wanted)s，请答复能不能来") % {"event": event, "wanted": call.wanted})
    return call


@transaction.atomic
def cancel_call(call: Call, *, reason: str, actor, seen: str | None = None) -> Call:
    """Call it off and tell those who said they would come."""
    with writing(call, CANCEL, actor=actor, seen=seen, reason=reason) as held:
        if find_personal_numbers(reason):
            raise RuleBroken({"reason": _("请不要在这里写身份证号、手机号。")})
        held.state = CallState.CANCELLED
    _tell_who_comes(held, f"“{held.event}”的志愿者征集已取消：{reason.strip()}")
    return held


@transaction.atomic
def follow_cancelled(event: Event) -> None:
    """Cancel the calls of an event that was called off, and tell those who said they would come.

    What is over stays as it was: people came, and have their hours.
    """
    standing_calls = event.volunteer_calls.select_for_update().filter(
        state=CallState.OPEN, ends_at__gt=timezone.now()
    )
    for call in standing_calls.order_by("pk"):
        with writing(call, FOLLOW, actor=None) as held:
            held.state = CallState.CANCELLED
        _tell_who_comes(held, f"“{event}”已取消，志愿者征集也随之取消")


def tell_of_change(event: Event) -> None:
    """Tell those who come that the event was announced anew, and whether what they said yes to still holds.

    A call keeps the hours that people said yes to. Where the event has left them, it is cancelled and made
    again by whoever called, not by the platform.
    """
    for call in event.volunteer_calls.filter(state=CallState.OPEN, ends_at__gt=timezone.now()).order_by("pk"):
        told = _("“%(event)s”的信息有更正，现为：%(when)s，%(place)s。%(rest)s") % {
            "event": event,
            "when": _when(event.starts_at),
            "place": event.place_text,
            "rest": _("您应征的是 %s，没有变。") % _when(call.starts_at)
            if call.is_within(event)
            else _("您应征的 %s 已不在活动时间内，请等组织的人重新征集，这次不用来。")
            % _when(call.starts_at),
        }
        # Another change is other news, however soon it comes.
        _tell_who_comes(call, told, f"call-changed:{call.pk}:{timezone.now():%Y%m%d%H%M%S}")


def remind_who_comes(on: date) -> int:
    """Remind who serves on the day after `on`; returns how many reminders are new. Safe to repeat."""
    first = start_of_day(on + timedelta(days=1))
    calls = Call.objects.filter(
        state=CallState.OPEN,
        event__state=EventState.PUBLISHED,
        starts_at__gte=first,
        starts_at__lt=start_of_day(on + timedelta(days=2)),
    )
    new = 0
    for call in calls.select_related("event__venue").order_by("pk"):
        if not call.is_within(call.event):
            continue
        told = _("提醒：明天 %(hour)s 您在“%(event)s”服务，%(place)s。来不了请在开始前取消应征。") % {
            "hour": f"{timezone.localtime(call.starts_at):%H:%M}",
            "event": call.event,
            "place": call.event.place_text,
        }
        new += _tell_who_comes(call, told, f"call-tomorrow:{call.pk}", MessageKind.DEADLINE, on)
    return new


@transaction.atomic
def answer_call(call: Call, volunteer: Appointment, *, comes: bool, actor) -> Answer:
    """Say yes or no, or change one's mind before it begins.

    RuleBroken where it is full, over, does not fit the volunteer, or they serve elsewhere at that time.
    """
    # Two at once for the last place: whoever comes second finds it taken.
    call = locked(call)
    answer = call.answers.filter(appointment=volunteer).first() or Answer(call=call, appointment=volunteer)
    was_coming = answer.pk is not None and answer.state == AnswerState.ACCEPTED
    with writing(answer, REPLY, actor=actor) as held:
        if not call.takes_answers_at(timezone.now()):
            raise RuleBroken(_("这次征集已经开始或取消，不能再答复；来不了的，请与组织的人联系。"))
        if comes and not was_coming and not fits(volunteer, call):
            raise RuleBroken(_("这次征集与您登记的特长、时间或地点不符，或者您这个时间已有别的服务。"))
        if comes:
            held.state = AnswerState.ACCEPTED
        else:
            held.state = AnswerState.WITHDRAWN if was_coming else AnswerState.DECLINED
    if comes != was_coming:
        _count(call, 1 if comes else -1, actor)
    if account := account_of(volunteer.person):
        settle_own(account, _asked(call))
    return held


def _count(call: Call, change: int, actor) -> None:
    with writing(call, COUNT, actor=actor) as held:
        if held.places_taken + change > held.capacity:
            raise RuleBroken(_("人已经够了，谢谢您。"))
        held.places_taken += change


def _tell(call: Call, text: str) -> None:
    _tell_all(call, matching(call), MessageKind.ARRIVED, text, _asked(call), _today())


def _asked(call: Call) -> str:
    return f"call:{call.pk}"


def _tell_who_comes(
    call: Call,
    text: str,
    subject: str = "",
    kind: MessageKind = MessageKind.CHANGED,
    on: date | None = None,
) -> int:
    coming = call.answers.coming().select_related(
        "appointment__person__membership__user", "appointment__community__parent"
    )
    subject = subject or f"call-cancelled:{call.pk}"
    return _tell_all(call, [each.appointment for each in coming], kind, text, subject, on or _today())


def _tell_all(
    call: Call, volunteers: Iterable[Appointment], kind: MessageKind, text: str, subject: str, on: date
) -> int:
    """Each by the own inbox; what reaches no account is told to whoever looks after their place."""
    link, new = reverse("portal:calls"), 0
    unreached: dict[Place, list[str]] = {}
    for volunteer in volunteers:
        account = account_of(volunteer.person)
        if account and account.is_active:
            new += send(account, kind, subject, text, link, on=on) is not None
        else:
            unreached.setdefault(volunteer.community, []).append(str(volunteer.person))
    for place, names in unreached.items():
        told = PASS_ON % {
            "names": BETWEEN.join(names[:NAMED]) + (_("等 %d 人") % len(names) if names[NAMED:] else ""),
            "text": text,
        }
        for account in _keepers_of(place):
            new += send(account, kind, f"{subject}:{place.pk}", told, link, on=on) is not None
    return new


def _keepers_of(place: Place) -> list[User]:
    """Who looks after the place, or else after the one above it, or else the office."""
    for near in (place, place.parent):
        found = User.objects.filter(coordinated__place=near, is_active=True).distinct().order_by("pk")
        if near and found:
            return list(found)
    return list(accounts_in(Role.OFFICE))


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{chinese_date(local.date())} {local:%H:%M}"


def _today():
    return timezone.localdate()
