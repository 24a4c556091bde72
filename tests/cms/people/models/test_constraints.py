"""What the database itself refuses, whatever code writes to it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cms.people.enums import AppointmentRole, AppointmentState, ConsentPurpose
from cms.people.models import Appointment, Consent, Person, ServiceRecord, StarLevel
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)
from tests.cms.places.factories import SubdistrictFactory

pytestmark = pytest.mark.django_db
NUMBER = "310107198005019018"


def refused(name):
    """The refusal of one constraint: PostgreSQL names it, SQLite names it or the columns it is about."""
    return pytest.raises(IntegrityError, match=name)


def test_identity_number_belongs_to_one_person():
    PersonFactory(identity_number=NUMBER)
    with refused("one_person_per_identity_number|identity_fingerprint"):
        PersonFactory(identity_number=NUMBER)


def test_persons_without_a_number_are_many():
    PersonFactory.create_batch(2)
    assert Person.objects.filter(identity_fingerprint="").count() == 2


def test_role_in_a_community_is_held_once():
    held = AppointmentFactory()
    with refused("one_appointment_per_role_and_community|community_id"):
        AppointmentFactory(person=held.person, community=held.community)


def test_certificate_is_given_once():
    AppointmentFactory(certificate_number="青普明1号")
    with refused("one_appointment_per_certificate|certificate_number"):
        AppointmentFactory(certificate_number="青普明1号")


@pytest.mark.parametrize("score", [-1, 101])
def test_score_is_from_0_to_100(score):
    with refused("appointment_score_0_to_100"):
        AppointmentFactory(score=score)


def test_volunteer_number_is_given_once():
    held = VolunteerFactory()
    with refused("one_volunteer_per_number|volunteer_number"):
        VolunteerFactory(volunteer_number=held.volunteer_number)


def test_volunteer_number_is_for_volunteers():
    with refused("volunteer_number_is_a_volunteers"):
        AppointmentFactory(volunteer_number="ZY-1")


def test_person_is_one_volunteer_at_a_time_and_may_come_back():
    held = VolunteerFactory()
    with refused("one_standing_volunteer_registration|person_id"):
        VolunteerFactory(person=held.person)


def test_who_left_may_register_again():
    left = VolunteerFactory(state=AppointmentState.LEFT)
    again = VolunteerFactory(person=left.person)
    assert set(left.person.appointments.all()) == {left, again}


def test_only_a_volunteer_is_appointed_in_a_whole_subdistrict():
    town = SubdistrictFactory()
    VolunteerFactory.build(person=PersonFactory(), community=town).full_clean()
    with pytest.raises(ValidationError, match="任用以居村为单位"):
        AppointmentFactory.build(person=PersonFactory(), community=town).full_clean()


def test_consent_stands_once_for_a_purpose():
    given = {"purpose": ConsentPurpose.LISTING, "text_version": "1", "given_on": date(2026, 1, 1)}
    person = PersonFactory()
    Consent.objects.create(person=person, **given)
    with refused("one_standing_consent_per_purpose|people_consent"):
        Consent.objects.create(person=person, **given)


def test_consent_is_not_withdrawn_before_it_was_given():
    with refused("consent_withdrawn_after_given"):
        Consent.objects.create(
            person=PersonFactory(),
            purpose=ConsentPurpose.LISTING,
            text_version="1",
            given_on=date(2026, 2, 1),
            withdrawn_on=date(2026, 1, 1),
        )


def test_service_begins_once_at_a_time():
    held = ServiceRecordFactory()
    with refused("one_service_at_a_time|people_servicerecord"):
        ServiceRecordFactory(appointment=held.appointment, date=held.date)


@pytest.mark.parametrize(
    ("half_hours", "minutes", "name"),
    [
        (0, 120, "service_hours_above_zero"),
        (5, 120, "service_hours_within_activity"),
        (4, 119, "service_hours_within_activity"),
    ],
)
def test_hours_are_above_zero_and_within_the_activity(half_hours, minutes, name):
    with refused(name):
        ServiceRecordFactory(half_hours=half_hours, minutes=minutes)


def test_hours_may_fill_the_activity():
    ServiceRecordFactory(half_hours=4, minutes=120)
    assert ServiceRecord.objects.get().hours == 2


def test_verifier_names_the_day():
    with refused("service_verifier_names_the_day"):
        ServiceRecordFactory(verified_by=UserFactory())


def test_who_served_is_not_deleted():
    from django.db.models import ProtectedError

    record = ServiceRecordFactory()
    with pytest.raises(ProtectedError):
        Appointment.objects.filter(pk=record.appointment_id).delete()


def test_star_table_comes_filled_as_the_notice_has_it():
    assert dict(StarLevel.objects.values_list("stars", "hours")) == {1: 100, 2: 300, 3: 600, 4: 1000, 5: 1500}


@pytest.mark.parametrize(("stars", "hours"), [(1, 300), (2, 50), (6, 1500), (3, 1200)])
def test_more_stars_need_more_hours(stars, hours):
    level = StarLevel.objects.filter(stars=stars).first() or StarLevel(stars=stars)
    level.hours = hours
    with pytest.raises(ValidationError):
        level.full_clean()


def test_roles_of_one_person_are_many():
    held = AppointmentFactory()
    volunteer = VolunteerFactory(person=held.person, community=held.community)
    assert {item.role for item in held.person.appointments.all()} == {
        AppointmentRole.LITERATE,
        volunteer.role,
    }
