"""Who is appointed to what, from nomination to the end."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.core.enums import Move
from cms.core.errors import RuleBroken
from cms.core.writing import Action, locked, standing, writing
from cms.people.enums import ENDED, ENDINGS, IN_ROSTER, MOVES, AppointmentRole, AppointmentState
from cms.people.models import Appointment, Person, is_minor
from cms.people.permissions import can_manage_people, can_nominate, coordinates
from cms.places.models import Place

DETAILS = ("category", "nominated_by", "training", "score", "team", "speciality", "remark")
REGISTER = Action[Appointment](
    "people.appointment.register",
    _("登记为志愿者"),
    coordinates,
    writes=("state", "volunteer_number", "registered_on", "team", "speciality"),
    of=can_nominate,
)
CHANGE = Action[Appointment]("people.appointment.change", _("修改"), can_manage_people, writes=DETAILS)
DELETE = Action[Appointment](
    "people.appointment.delete",
    _("删除"),
    can_manage_people,
    when=lambda appointment: appointment.state == AppointmentState.NOMINATED,
    otherwise=_("任用要留存，不能删除；不再担任的，请用“退出”或“撤销任用”。"),
)
CERTIFY = Action[Appointment](
    "people.appointment.certify",
    _("登记已有证书"),
    can_manage_people,
    writes=("certificate_number", "certified_on"),
    when=lambda appointment: (
        appointment.state == AppointmentState.ACTIVE and appointment.role != AppointmentRole.VOLUNTEER
    ),
    otherwise=_("在册的法律明白人、法治带头人才能发证。"),
)
# What ends an appointment is told why.
_WHY = _("请写明退出或撤销的理由。")


_HEARD_FIRST = _("在册、暂停的，由街镇提出建议、听取本人意见之后，在“退出建议”里决定。")


def _needs_no_hearing(appointment: Appointment) -> bool:
    return appointment.role == AppointmentRole.VOLUNTEER or appointment.state not in IN_ROSTER


def _moving(verb: str, move: Move, *, heard: bool = False) -> Action[Appointment]:
    stands = standing(*move.sources)
    asks = verb in ENDINGS and not heard
    return Action(
        f"people.appointment.{verb}{'_heard' if heard else ''}",
        move.label,
        can_manage_people,
        writes=("state",),
        when=(lambda held: stands(held) and _needs_no_hearing(held)) if asks else stands,
        otherwise=format_lazy("{}{}", move.otherwise, _HEARD_FIRST) if asks else move.otherwise,
        reason=_WHY if move.to in ENDED else "",
    )


MOVING = {verb: _moving(verb, move) for verb, move in MOVES.items()}
# The same once the 街镇 has proposed it and the person was heard.
MOVING_HEARD = {verb: _moving(verb, MOVES[verb], heard=True) for verb in ENDINGS}


def move_appointment(
    appointment: Appointment, verb: str, *, actor, reason: str = "", seen: str | None = None
) -> Appointment:
    """Take an appointment one of the MOVES further. Its ends need a reason.

    RuleBroken where the 街镇 has to propose it first: nobody in the roster is removed unheard.
    """
    with writing(appointment, MOVING[verb], actor=actor, seen=seen, reason=reason) as held:
        held.state = MOVES[verb].to
    return held


def move_heard(appointment: Appointment, verb: str, *, actor, reason: str) -> Appointment:
    """As proposed, the person heard: part of the decision on it."""
    with writing(appointment, MOVING_HEARD[verb], actor=actor, reason=reason) as held:
        held.state = MOVES[verb].to
    return held


def certify(
    appointment: Appointment, *, certificate_number: str, certified_on: date, actor, seen: str | None = None
) -> Appointment:
    """Note the number of a certificate given on paper before; numbers are unique."""
    with writing(appointment, CERTIFY, actor=actor, seen=seen) as held:
        if not certificate_number.strip():
            raise RuleBroken({"certificate_number": _("请填写证书编号。")})
        if certified_on > timezone.localdate():
            raise RuleBroken({"certified_on": _("发证日期在将来，请在发证之后登记。")})
        held.certificate_number, held.certified_on = certificate_number.strip(), certified_on
    return held


@transaction.atomic
def register_volunteer(
    person: Person,
    *,
    community: Place,
    volunteer_number: str,
    registered_on: date,
    actor,
    team: str = "",
    speciality: str = "",
) -> Appointment:
    """Register a person as a volunteer in a 居村 or a whole 街镇; minors need a guardian.

    Who registers again where they served before goes on in the appointment of then.
    """
    # Two clerks at once: whoever comes second sees the registration of the first.
    person = locked(person)
    registrations = Appointment.objects.volunteers().filter(person=person)
    before = registrations.filter(community=community).first()
    appointment = before or Appointment(person=person, role=AppointmentRole.VOLUNTEER, community=community)
    with writing(appointment, REGISTER, actor=actor) as held:
        if registered_on > timezone.localdate():
            raise RuleBroken({"registered_on": _("注册日期在将来，请在注册之后登记。")})
        if registered_on.isoformat() < person.birth:
            raise RuleBroken({"registered_on": _("注册日期早于此人的出生年月，请核对。")})
        if is_minor(person.birth, registered_on) and not person.guardian_name:
            raise RuleBroken(_("未满18周岁的志愿者须先填写监护人。"))
        if known := registrations.exclude(state__in=ENDED).first():
            raise RuleBroken(
                _("此人已登记为志愿者（%(number)s），不必重复登记。") % {"number": known.volunteer_number}
            )
        held.state = AppointmentState.ACTIVE
        held.volunteer_number, held.registered_on = volunteer_number.strip(), registered_on
        held.team, held.speciality = team, speciality
    return held
