"""Who stands at the door without having signed up: a seat where one is free, and the attendance at once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken, require
from cms.core.seats import typed_code
from cms.core.writing import Action, writing
from cms.people.models import Person
from cms.training.enums import Way
from cms.training.models import Scan, SignUp, TrainingSession
from cms.training.permissions import keeps_the_door, takes_walk_in, takes_walk_ins
from cms.training.queries.signing_up import persons_at_the_door
from cms.training.services.checking_in import CALLED_OFF, NOT_YOURS, check_in
from cms.training.services.signing_up import note_news, seat_waiting

WALK_IN = Action[SignUp](
    "training.signup.walk_in",
    _("现场补报名"),
    takes_walk_ins,
    of=takes_walk_in,
    refusal=_("只能为本居村、本街镇名册上的人补报名，不能给自己补。"),
)
# Somebody on the waiting list who came all the same, once it has begun and a seat stayed empty.
SEAT_AT_THE_DOOR = Action[SignUp](
    "training.signup.seat_at_the_door",
    _("现场递补"),
    takes_walk_ins,
    writes=("waits",),
    of=takes_walk_in,
    refusal=WALK_IN.refusal,
)
# The same words for nobody and for somebody of another place: nobody is found out by trying names.
NOT_FOUND = _("您的名册上没有这个人，请核对姓名和手机后四位。")


@transaction.atomic
def walk_in(session: TrainingSession, *, name: str, tail: str = "", actor) -> Scan:
    """Give a person of the roster a free seat and check them in, on a day of the session.

    Told from namesakes by the last four digits of the phone. Until it begins who waits goes first; then a
    seat is for whoever is there. RuleBroken where all are taken. Who has a seat already is only checked in.
    """
    require(keeps_the_door(actor, session), NOT_YOURS)
    held = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if held.is_cancelled:
        raise RuleBroken(CALLED_OFF)
    if not held.starts_on <= timezone.localdate() <= held.ends_on:
        raise RuleBroken(_("只在培训当天现场补报名；事后补记的，请普法办更正签到。"))
    person = _the_one(actor, name, typed_code(tail))
    sign_up = held.sign_ups.standing().filter(person=person).first()
    if sign_up is None or sign_up.waits:
        seat_waiting(held)
        sign_up = _seated(held, person, sign_up, actor)
    return check_in(held, sign_up.code, Way.IN, actor=actor)


def _seated(session: TrainingSession, person: Person, waiting: SignUp | None, actor) -> SignUp:
    if waiting:
        # A turn may just have come.
        waiting.refresh_from_db()
        if not waiting.waits:
            return waiting
    if not TrainingSession.objects.filter(pk=session.pk).claim_places():
        raise RuleBroken(_("名额已满，不能现场补报名。"))
    if waiting:
        with writing(waiting, SEAT_AT_THE_DOOR, actor=actor) as held:
            held.waits = False
        return held
    made = SignUp(session=session, person=person, signed_up_by=actor)
    with writing(made, WALK_IN, actor=actor):
        pass
    if not session.told:
        note_news(session)
    return made


def _the_one(actor, name: str, tail: str) -> Person:
    found = [each for each in persons_at_the_door(actor, name) if each.phone.endswith(tail)]
    if not found:
        raise RuleBroken({"name": NOT_FOUND})
    if len(found) > 1:
        raise RuleBroken({"tail": _("同名的有 %(count)d 人，请填手机后四位。") % {"count": len(found)}})
    return found[0]
