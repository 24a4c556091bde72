"""Seats in a session: taken for somebody, waited for, given back; the session called off."""

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.waiting import seat_who_waits
from cms.core.writing import Action, anyone, writing
from cms.people.models import Person
from cms.training.models import SignUp, TrainingSession
from cms.training.permissions import can_manage_training, can_sign_up, signs_people_up

SIGN_UP = Action[SignUp](
    "training.signup.create",
    _("培训报名"),
    signs_people_up,
    of=can_sign_up,
    refusal=_("只能为自己，或者本居村、本街镇名册上的人报名。"),
)
WITHDRAW = Action[SignUp](
    "training.signup.withdraw",
    _("取消报名"),
    signs_people_up,
    writes=("cancelled_at",),
    of=can_sign_up,
    when=lambda sign_up: sign_up.cancelled_at is None,
    otherwise=_("这个报名已经取消。"),
)
# The platform itself: a seat was given back, and it is this one's turn.
SEAT = Action[SignUp](
    "training.signup.seat",
    _("候补递补"),
    anyone,
    writes=("waits",),
    when=lambda sign_up: sign_up.waits and sign_up.cancelled_at is None,
)
CALL_OFF = Action[TrainingSession](
    "training.trainingsession.cancel",
    _("取消这次培训"),
    can_manage_training,
    writes=("cancelled_at",),
    when=lambda session: session.cancelled_at is None and timezone.now() < session.ends_at,
    otherwise=_("已经取消或已经结束的培训不能取消。"),
    reason=_("请写明取消的原因，会告诉报名的人。"),
)
# Part of signing up, and of telling of a change.
NOTE_NEWS = Action[TrainingSession]("training.trainingsession.tell", "", anyone, writes=("told",))
REMIND = Action[SignUp]("training.signup.remind", "", anyone, writes=("reminded_of",))
# Sent with a new sign-up, and with one that has come off the waiting list.
signed_up = Signal()
seated = Signal()
# Sent with the session and the reason.
called_off = Signal()


@transaction.atomic
def sign_up(session: TrainingSession, person: Person, *, actor) -> SignUp:
    """A seat for a person, or the last turn on the waiting list where all are taken.

    Who asks at the same time is settled one after the other, in the order of their turns. RuleBroken for a
    person who is on the list already, and once the session has begun or was called off.
    """
    held = _held(session)
    if not held.takes_sign_ups_at(timezone.now()):
        raise RuleBroken(_("这次培训现在不接受报名。"))
    if held.sign_ups.standing().filter(person=person).exists():
        raise RuleBroken(_("%(name)s已经报名。") % {"name": person})
    # Who waits goes first, where seats were added a moment ago.
    seat_waiting(held)
    is_seated = TrainingSession.objects.filter(pk=held.pk).claim_places()
    made = SignUp(session=held, person=person, waits=not is_seated, signed_up_by=actor)
    with writing(made, SIGN_UP, actor=actor):
        pass
    if not held.told:
        note_news(held)
    signed_up.send(SignUp, sign_up=made)
    return made


@transaction.atomic
def withdraw(sign_up: SignUp, *, actor) -> SignUp:
    """Give the seat back, to the first who waits."""
    session = _held(sign_up.session)
    with writing(sign_up, WITHDRAW, actor=actor) as held:
        if timezone.now() >= session.starts_at and session.begins:
            raise RuleBroken(_("培训已经开始，不能再取消报名。"))
        held.cancelled_at = timezone.now()
    if not held.waits:
        TrainingSession.objects.filter(pk=session.pk).give_places_back()
        seat_waiting(session)
    return held


@transaction.atomic
def seat_waiting(session: TrainingSession) -> int:
    """Seat who waits, in the order in which they came, as far as there is room; returns how many."""
    session = _held(session)
    if not session.takes_sign_ups_at(timezone.now()):
        return 0
    found = seat_who_waits(TrainingSession.objects.filter(pk=session.pk), session.sign_ups.waiting(), SEAT)
    for each in found:
        seated.send(SignUp, sign_up=each)
    return len(found)


@transaction.atomic
def call_off(session: TrainingSession, *, reason: str, actor, seen: str | None = None) -> TrainingSession:
    """Cancel a session; those who signed up are told why."""
    with writing(session, CALL_OFF, actor=actor, seen=seen, reason=reason) as held:
        held.cancelled_at = timezone.now()
    called_off.send(TrainingSession, session=held, reason=reason.strip())
    return held


@transaction.atomic
def due_reminders(session: TrainingSession) -> list[SignUp]:
    """Those who hold a seat and were not reminded of its first day yet, noted as reminded.

    Asked again, none of them; a session that has moved to another day is due again.
    """
    held = _held(session)
    due = held.sign_ups.seated().exclude(reminded_of=held.starts_on)
    found = list(due.select_related("signed_up_by", "person__membership__user"))
    for sign_up in found:
        with writing(sign_up, REMIND, actor=None) as noted:
            noted.reminded_of = held.starts_on
    return found


@transaction.atomic
def note_news(session: TrainingSession) -> bool:
    """Note when and where it is as what is known; whether that was news to those who had signed up."""
    with writing(session, NOTE_NEWS, actor=None) as held:
        is_news = bool(held.told) and held.told != held.news
        held.told = held.news
    return is_news


def _held(session: TrainingSession) -> TrainingSession:
    """The session, locked: who signs up and whose turn it is are settled one after the other."""
    return TrainingSession.objects.select_for_update().get(pk=session.pk)
