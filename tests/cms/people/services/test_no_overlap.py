"""The database itself refuses that somebody serves at two places at a time, past every service."""

from datetime import time

import pytest
from django.db import IntegrityError, connection, transaction

from cms.people.models import Appointment, ServiceRecord
from cms.people.services.no_overlap import hold, release
from tests.cms.people.factories import (
    AppointmentFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.each]
DAY = "2026-11-01"


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def served(appointment, start, minutes=60):
    return ServiceRecordFactory(
        appointment=appointment, date=DAY, start=start, minutes=minutes, half_hours=minutes // 30
    )


@pytest.fixture
def volunteer():
    """Served on the morning from nine to eleven."""
    held = VolunteerFactory()
    served(held, time(9), 120)
    return held


@pytest.mark.parametrize(
    ("start", "minutes", "is_refused"),
    [
        (time(8), 60, False),
        (time(8), 90, True),
        (time(9, 30), 30, True),
        (time(8), 240, True),
        (time(10, 30), 60, True),
        (time(11), 60, False),
    ],
)
def test_new_record_by_the_edges_of_another(volunteer, start, minutes, is_refused):
    other_role = AppointmentFactory(person=volunteer.person)
    assert refused(lambda: served(other_role, start, minutes)) is is_refused


def test_others_and_other_days_do_not_stand_in_the_way(volunteer):
    served(VolunteerFactory(), time(9))
    ServiceRecordFactory(appointment=volunteer, date="2026-11-02", start=time(9))
    assert ServiceRecord.objects.count() == 3


@pytest.mark.parametrize(("start", "is_refused"), [(time(0, 30), True), (time(1), False)])
def test_record_past_midnight_meets_that_of_the_next_day(start, is_refused):
    held = VolunteerFactory()
    served(held, time(22), 180)

    def on_the_next_day():
        ServiceRecordFactory(appointment=held, date="2026-11-02", start=start, minutes=60, half_hours=2)

    assert refused(on_the_next_day) is is_refused


def steps_of(write) -> int:
    """Hundreds of steps of SQLite's machine that a write takes."""
    told = []
    connection.connection.set_progress_handler(lambda: told.append(1), 100)
    write()
    connection.connection.set_progress_handler(None, 0)
    return len(told)


def test_thousands_on_one_day_cost_a_new_record_nothing(volunteer):
    if connection.vendor != "sqlite":
        return  # PostgreSQL looks at what the table holds before it chooses a way.
    alone = steps_of(lambda: served(VolunteerFactory(), time(9)))
    people = [VolunteerFactory() for _ in range(60)]
    for one in people:
        served(one, time(9))
    assert steps_of(lambda: served(VolunteerFactory(), time(9))) < alone * 1.5


def test_record_cannot_be_moved_onto_another(volunteer):
    later = ServiceRecord.objects.filter(pk=served(volunteer, time(13)).pk)
    for moved in ({"start": time(10)}, {"start": time(8), "minutes": 90}):
        assert refused(lambda moved=moved: later.update(**moved))
    longer = ServiceRecord.objects.filter(start=time(9))
    assert refused(lambda: longer.update(minutes=300))
    assert not refused(lambda: longer.update(minutes=180, remark="迟到"))
    assert list(ServiceRecord.objects.order_by("start").values_list("start", "minutes")) == [
        (time(9), 180),
        (time(13), 60),
    ]


def test_appointment_cannot_become_that_of_somebody_who_was_elsewhere(volunteer):
    other = VolunteerFactory(role="literate", volunteer_number="")
    served(other, time(10))
    moved = Appointment.objects.filter(pk=other.pk)
    assert refused(lambda: moved.update(person=volunteer.person))
    assert not refused(lambda: moved.update(person=PersonFactory()))


def test_released_for_a_migration_and_held_again(volunteer):
    release(connection.alias)
    twice = served(volunteer, time(10))
    ServiceRecord.objects.filter(pk=twice.pk).delete()
    hold(connection.alias)
    hold(connection.alias)
    assert refused(lambda: served(volunteer, time(10)))
