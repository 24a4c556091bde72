"""Who is appointed to what, from nomination to the end."""

from datetime import date

from django.db import IntegrityError, transaction

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.people.enums import ENDED, STEPS, AppointmentRole, AppointmentState
from cms.people.models import Appointment, Person, is_minor
from cms.people.permissions import can_manage_people, can_nominate, can_remove


@transaction.atomic
def nominate(person: Person, *, role: str, community, actor, **details) -> Appointment:
    """Nominate a person for a role in a community; RuleBroken where the person holds it there already."""
    require(can_nominate(actor, community))
    if Appointment.objects.filter(person=person, role=role, community=community).exists():
        raise RuleBroken("此人在这个居村已有同一角色的任用，不必重复提名。")
    if not community.is_community:
        raise RuleBroken("任用以居村为单位，请选择居民委员会或村民委员会。")
    appointment = Appointment(person=person, role=role, community=community, **details)
    appointment.full_clean()
    appointment.save()
    audit.record(actor, "people.appointment.nominate", appointment)
    return appointment


@transaction.atomic
def move_appointment(appointment: Appointment, to: AppointmentState, *, actor, reason: str = "") -> None:
    """Take an appointment to its next state. Removal needs a reason and the district's decision."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    removal = to in (AppointmentState.REMOVED, AppointmentState.LEFT)
    require(can_remove(actor, appointment) if removal else can_manage_people(actor))
    if to not in STEPS[AppointmentState(appointment.state)]:
        raise RuleBroken(
            f"任用现为“{appointment.get_state_display()}”，不能直接改为“{AppointmentState(to).label}”。"
        )
    if removal and not reason.strip():
        raise RuleBroken("请写明退出或撤销的理由。")
    before, appointment.state = appointment.state, to
    appointment.save()
    audit.record(actor, "people.appointment.move", appointment, before=before, after=to, reason=reason)


@transaction.atomic
def certify(appointment: Appointment, *, number: str, on: date, actor) -> None:
    """Give an appointment its certificate; numbers are unique."""
    require(can_manage_people(actor))
    certified = Appointment.objects.select_for_update().get(pk=appointment.pk)
    certified.certificate_number, certified.certified_on = number, on
    try:
        with transaction.atomic():
            certified.save()
    except IntegrityError:
        raise RuleBroken(f"证书编号“{number}”已经用过，请换一个。") from None
    appointment.refresh_from_db()
    audit.record(actor, "people.appointment.certify", appointment, number=number)


@transaction.atomic
def register_volunteer(
    person: Person, *, community, number: str, on: date, actor, team: str = "", speciality: str = ""
) -> Appointment:
    """Register a person as a volunteer in a 居村 or a whole 街镇; minors need a guardian."""
    require(can_nominate(actor, community))
    if is_minor(person.birth, on) and not person.guardian_name:
        raise RuleBroken("未满18周岁的志愿者须先填写监护人。")
    standing = Appointment.objects.volunteers().filter(person=person).exclude(state__in=ENDED)
    if standing.exists():
        raise RuleBroken(f"此人已登记为志愿者（{standing.get().volunteer_number}），不必重复登记。")
    if number and Appointment.objects.filter(volunteer_number=number).exists():
        raise RuleBroken(f"志愿者编号“{number}”已经用过，请换一个。")
    held = Appointment.objects.volunteers().filter(person=person, community=community).first()
    appointment = held or Appointment(person=person, role=AppointmentRole.VOLUNTEER, community=community)
    appointment.state = AppointmentState.ACTIVE
    appointment.volunteer_number, appointment.registered_on = number, on
    appointment.team, appointment.speciality = team, speciality
    appointment.full_clean()
    appointment.save()
    audit.record(actor, "people.volunteer.register", appointment, number=number)
    return appointment
