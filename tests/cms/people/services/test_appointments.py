"""Appointments: which step is open to whom in which state, and what each step keeps."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import pre_save
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.writing import StaleRecord, removing, write
from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import Appointment
from cms.people.services import certify, move_appointment, register_volunteer
from cms.people.services.appointments import CHANGE, DELETE, MOVING
from cms.places.models import PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, PersonFactory, VolunteerFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
OFFICE = (Role.OFFICE, Role.ADMINISTRATOR)


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def coordinator_of(place):
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=place)
    return user


def moving(verb):
    def move(appointment, actor):
        reason = "本人申请" if verb in ("leave", "remove") else ""
        move_appointment(appointment, verb, actor=actor, reason=reason)

    return move


# Everything that may be done to an appointment.
DOINGS = {
    **{verb: moving(verb) for verb in MOVING},
    "certify": lambda one, actor: certify(
        one, certificate_number="青普明1号", certified_on=date(2026, 5, 1), actor=actor
    ),
    "change": lambda one, actor: write(one, CHANGE, {"category": "网格员"}, actor=actor),
    "delete": lambda one, actor: removing(one, DELETE, actor=actor),
}
# What the office may do, and the state it leads to.
TABLE = {
    # Into the roster leads a nomination alone, also from where paper left somebody.
    "nominated": {"remove": "removed", "change": "nominated", "delete": None},
    "training": {"leave": "left", "remove": "removed", "change": "training"},
    "notice": {"remove": "removed", "change": "notice"},
    # Whoever is in the roster is heard before the appointment rests or ends: see test_endings.
    "active": {"certify": "active", "change": "active"},
    "paused": {"resume": "active", "change": "paused"},
    "left": {"change": "left"},
    "removed": {"change": "removed"},
}  # fmt: skip


def what_is_done(state, actor, appointment) -> dict:
    """Each doing that is not refused, with the state after it; each tried from the same state."""
    found = {}
    for name, do in DOINGS.items():
        with transaction.atomic():
            try:
                do(appointment, actor)
            except (NotAllowed, RuleBroken):
                continue
            finally:
                after = Appointment.objects.filter(pk=appointment.pk).values_list("state", flat=True).first()
                transaction.set_rollback(True)
        found[name] = after
    return found


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", AppointmentState)
def test_each_role_does_in_each_state_what_the_table_says(state, role):
    appointment = AppointmentFactory(state=state)
    actor = UserFactory(roles=[role])
    PlaceCoordinator.objects.create(user=actor, place=appointment.community)
    expected = TABLE[state] if role in OFFICE else {}
    assert what_is_done(state, actor, appointment) == expected


def test_step_is_told_with_what_it_changed_and_why(office):
    appointment = VolunteerFactory()
    move_appointment(appointment, "leave", actor=office, reason=" 搬家 ")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("people.appointment.leave", office)
    assert entry.detail == {"old": {"state": "active"}, "new": {"state": "left"}, "reason": "搬家"}


@pytest.mark.parametrize("verb", ["leave", "remove"])
def test_end_without_a_reason_is_refused(office, verb):
    appointment = VolunteerFactory()
    with pytest.raises(RuleBroken, match="理由"):
        move_appointment(appointment, verb, actor=office, reason="  ")
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.ACTIVE


def test_step_judges_the_appointment_as_it_stands(office):
    appointment = VolunteerFactory()
    move_appointment(Appointment.objects.get(), "pause", actor=office)
    with pytest.raises(RuleBroken, match="只有在册的"):
        move_appointment(appointment, "pause", actor=office)


def test_certificate_for_what_was_changed_meanwhile_is_refused(office):
    with pytest.raises(StaleRecord):
        certify(
            AppointmentFactory(), certificate_number="1", certified_on=TODAY(), actor=office, seen="older"
        )


def test_same_role_in_the_same_community_is_held_once():
    held = AppointmentFactory()
    twin = AppointmentFactory.build(person=held.person, role=held.role, community=held.community)
    with pytest.raises(ValidationError, match="不必重复提名"):
        twin.full_clean()
    AppointmentFactory.build(
        person=held.person, role=AppointmentRole.LEADER, community=held.community
    ).full_clean()
    AppointmentFactory.build(person=held.person, role=held.role, community=CommunityFactory()).full_clean()


def test_subdistrict_is_no_place_for_an_appointment():
    with pytest.raises(ValidationError, match="以居村为单位"):
        AppointmentFactory.build(person=PersonFactory(), community=CommunityFactory().parent).full_clean()


def test_certificate_number_is_given_once(office):
    first, second = AppointmentFactory(), AppointmentFactory()
    certify(first, certificate_number="青普明1号", certified_on=date(2026, 5, 1), actor=office)
    with pytest.raises(RuleBroken) as refused:
        certify(second, certificate_number=" 青普明1号 ", certified_on=date(2026, 5, 1), actor=office)
    assert refused.value.message_dict == {"certificate_number": ["这个证书编号已经用过，请换一个。"]}
    second.refresh_from_db()
    assert (second.certificate_number, second.certified_on) == ("", None)


def test_of_two_at_once_one_gets_the_certificate_number_and_the_other_is_told(office):
    first, second = AppointmentFactory(), AppointmentFactory()

    def be_faster(sender, instance, **kwargs):
        Appointment.objects.filter(pk=first.pk).update(certificate_number="青普明1号")

    pre_save.connect(be_faster, sender=Appointment)
    try:
        with pytest.raises(RuleBroken, match="刚有人"):
            certify(second, certificate_number="青普明1号", certified_on=TODAY(), actor=office)
    finally:
        pre_save.disconnect(be_faster, sender=Appointment)
    second.refresh_from_db()
    assert second.certificate_number == ""


@pytest.mark.parametrize("number", ["", "  "])
def test_certificate_without_a_number_is_refused(office, number):
    with pytest.raises(RuleBroken, match="请填写证书编号"):
        certify(AppointmentFactory(), certificate_number=number, certified_on=TODAY(), actor=office)


@pytest.mark.parametrize(("days", "accepted"), [(-1, True), (0, True), (1, False)])
def test_certificate_is_entered_on_its_day_or_later(office, days, accepted):
    given = {"certificate_number": "青普明1号", "certified_on": TODAY() + timedelta(days=days)}
    appointment = AppointmentFactory()
    if accepted:
        assert certify(appointment, actor=office, **given).certified_on == given["certified_on"]
    else:
        with pytest.raises(RuleBroken, match="将来"):
            certify(appointment, actor=office, **given)


def test_volunteer_gets_no_certificate(office):
    with pytest.raises(RuleBroken, match="才能发证"):
        certify(VolunteerFactory(), certificate_number="1", certified_on=TODAY(), actor=office)


def register(person, community, actor, number="ZY-1", **changed):
    given = {"volunteer_number": number, "registered_on": date(2026, 3, 1), **changed}
    return register_volunteer(person, community=community, actor=actor, **given)


def test_volunteer_registers_in_a_community_or_a_whole_subdistrict():
    town = CommunityFactory().parent
    actor = coordinator_of(town)
    appointment = register(PersonFactory(), town, actor, team="青桥一队")
    appointment.refresh_from_db()
    assert (appointment.role, appointment.state) == (AppointmentRole.VOLUNTEER, AppointmentState.ACTIVE)
    assert (appointment.volunteer_number, appointment.team) == ("ZY-1", "青桥一队")
    with pytest.raises(NotAllowed):
        register(PersonFactory(), CommunityFactory(), actor, "ZY-2")


def test_person_has_one_standing_registration_and_may_come_back(office):
    person, community = PersonFactory(), CommunityFactory()
    first = register(person, community, office)
    for place in (community, CommunityFactory()):
        with pytest.raises(RuleBroken, match="已登记为志愿者（ZY-1）"):
            register(person, place, office, "ZY-2")
    move_appointment(first, "leave", actor=office, reason="出国")
    again = register(person, community, office)
    assert (again.pk, again.state) == (first.pk, AppointmentState.ACTIVE)


def test_volunteer_number_is_given_once(office):
    register(PersonFactory(), CommunityFactory(), office)
    with pytest.raises(RuleBroken) as refused:
        register(PersonFactory(), CommunityFactory(), office)
    assert refused.value.message_dict == {"volunteer_number": ["这个志愿者编号已经用过，请换一个。"]}


def test_registration_in_the_future_is_refused(office):
    tomorrow = TODAY() + timedelta(days=1)
    with pytest.raises(RuleBroken, match="将来"):
        register(PersonFactory(), CommunityFactory(), office, registered_on=tomorrow)


@pytest.mark.parametrize(
    ("on", "told"),
    [(date(1980, 4, 30), "早于此人的出生年月"), (date(1980, 5, 1), "监护人"), (date(1, 1, 1), "早于此人的")],
)
def test_nobody_registers_before_they_are_born(office, on, told):
    with pytest.raises(RuleBroken, match=told):
        register(PersonFactory(birth="1980-05"), CommunityFactory(), office, registered_on=on)


@pytest.mark.parametrize(
    ("birth", "guardian", "accepted"),
    [
        ("2008-03", "", False),
        ("2008-03", "李家长", True),
        ("2008-02", "", True),
        ("", "", True),
    ],
)
def test_minor_needs_a_guardian(office, birth, guardian, accepted):
    person = PersonFactory(birth=birth, guardian_name=guardian)
    if accepted:
        register(person, CommunityFactory(), office)
    else:
        with pytest.raises(RuleBroken, match="监护人"):
            register(person, CommunityFactory(), office)
    assert person.appointments.exists() == accepted
