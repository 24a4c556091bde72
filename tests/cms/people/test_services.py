from datetime import date

import pytest

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.people.enums import STEPS, AppointmentRole, AppointmentState, ConsentPurpose
from cms.people.models import RosterSetting
from cms.people.queries import coverage, visible_appointments
from cms.people.services import (
    certify,
    give_consent,
    move_appointment,
    nominate,
    reveal_numbers,
    withdraw_consent,
)
from cms.places.models import Place, PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, PersonFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
ENDS = (AppointmentState.LEFT, AppointmentState.REMOVED)


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def coordinator_of(place):
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=place)
    return user


def test_coordinator_nominates_in_the_own_community_only():
    own, other, person = CommunityFactory(), CommunityFactory(), PersonFactory()
    user = coordinator_of(own)
    appointment = nominate(person, role=AppointmentRole.LITERATE, community=own, actor=user)
    assert appointment.state == AppointmentState.NOMINATED
    with pytest.raises(NotAllowed):
        nominate(person, role=AppointmentRole.LITERATE, community=other, actor=user)


def test_same_role_in_the_same_community_is_nominated_once(office):
    held = AppointmentFactory()
    with pytest.raises(RuleBroken, match="不必重复提名"):
        nominate(held.person, role=held.role, community=held.community, actor=office)


def test_subdistrict_is_no_place_for_an_appointment(office):
    town = CommunityFactory().parent
    with pytest.raises(RuleBroken, match="以居村为单位"):
        nominate(PersonFactory(), role=AppointmentRole.LITERATE, community=town, actor=office)


@pytest.mark.parametrize("before", AppointmentState)
@pytest.mark.parametrize("after", AppointmentState)
def test_appointment_takes_only_the_steps_of_the_norm(office, before, after):
    appointment = AppointmentFactory(state=before)
    if after in STEPS[before]:
        move_appointment(appointment, after, actor=office, reason="本人申请")
        expected = after
    else:
        with pytest.raises(RuleBroken, match="不能直接改为"):
            move_appointment(appointment, after, actor=office, reason="本人申请")
        expected = before
    appointment.refresh_from_db()
    assert appointment.state == expected


@pytest.mark.parametrize("end", ENDS)
def test_removal_needs_a_reason_and_the_district(office, end):
    appointment = AppointmentFactory(state=AppointmentState.ACTIVE)
    with pytest.raises(RuleBroken, match="理由"):
        move_appointment(appointment, end, actor=office)
    with pytest.raises(NotAllowed):
        move_appointment(appointment, end, actor=coordinator_of(appointment.community), reason="违纪")


def test_certificate_number_is_given_once(office):
    first, second = AppointmentFactory(), AppointmentFactory()
    certify(first, number="青普明1号", on=date(2026, 5, 1), actor=office)
    with pytest.raises(RuleBroken, match="已经用过"):
        certify(second, number="青普明1号", on=date(2026, 5, 1), actor=office)
    second.refresh_from_db()
    assert second.certificate_number == ""


def test_consent_stands_until_withdrawn_and_can_be_given_again(office):
    person = PersonFactory()
    for on in (date(2026, 1, 1), date(2026, 3, 1)):
        give_consent(person, ConsentPurpose.LISTING, text_version="2026-1", on=on, actor=office)
        give_consent(person, ConsentPurpose.LISTING, text_version="2026-1", on=on, actor=office)
        withdraw_consent(person, ConsentPurpose.LISTING, on=on, actor=office)
    assert person.consents.count() == 2
    assert not person.consents.filter(withdrawn_on=None).exists()


def test_full_numbers_are_for_administrators_with_a_reason_and_leave_a_trace(office):
    person = PersonFactory(phone="19900001234")
    with pytest.raises(NotAllowed):
        reveal_numbers(person, reason="核对本人信息", actor=office)
    admin = UserFactory(roles=[Role.ADMINISTRATOR])
    with pytest.raises(RuleBroken, match="理由"):
        reveal_numbers(person, reason=" 查 ", actor=admin)
    assert reveal_numbers(person, reason="核对本人信息", actor=admin)["手机号"] == "19900001234"
    entry = AuditEntry.objects.get(action="people.person.reveal")
    assert (entry.actor, entry.detail) == (admin, {"reason": "核对本人信息"})


def test_coverage_counts_the_active_and_puts_the_largest_gap_first(django_assert_max_num_queries):
    full, empty = CommunityFactory(), CommunityFactory()
    AppointmentFactory.create_batch(3, community=full)
    AppointmentFactory(community=full, role=AppointmentRole.VOLUNTEER)
    AppointmentFactory(community=empty, state=AppointmentState.TRAINING)
    with django_assert_max_num_queries(3):
        found = coverage(Place.objects.all())
    assert [(item.community, item.active, item.training, item.missing) for item in found] == [
        (empty, 0, 1, 3),
        (full, 3, 0, 0),
    ]


def test_minimum_of_the_coverage_is_the_offices():
    setting = RosterSetting.load()
    setting.minimum_per_community = 2
    setting.save()
    CommunityFactory()
    assert [item.missing for item in coverage(Place.objects.all())] == [2]


def test_coordinator_sees_the_own_rows_only(office):
    own, other = AppointmentFactory(), AppointmentFactory()
    assert list(visible_appointments(coordinator_of(own.community))) == [own]
    assert list(visible_appointments(coordinator_of(own.community.parent))) == [own]
    assert set(visible_appointments(office)) == {own, other}
    assert not visible_appointments(UserFactory(roles=[Role.AGENCY_LOGGER])).exists()
