"""What the database itself refuses of training."""

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from tests.cms.training.factories import AttendanceFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


def test_session_of_a_title_is_held_once_a_day():
    held = TrainingSessionFactory()
    with pytest.raises(IntegrityError, match=r"one_session_per_title_and_day|session\.title"):
        TrainingSessionFactory(title=held.title)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"ends_on": "2026-05-15"}, "session_ends_after_it_starts"), ({"hours": 0}, "session_hours_above_zero")],
)
def test_session_ends_after_it_starts_and_lasts(wrong, name):
    with pytest.raises(IntegrityError, match=name):
        TrainingSessionFactory(**wrong)


def test_person_attends_a_session_once():
    held = AttendanceFactory()
    with pytest.raises(IntegrityError, match=r"one_attendance_per|attendance\.session_id"):
        AttendanceFactory(session=held.session, person=held.person)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"hours": -1}, "attendance_hours_from_zero"), ({"signed": False, "hours": 4}, "absent_without_hours")],
)
def test_hours_are_of_those_who_came(wrong, name):
    with pytest.raises(IntegrityError, match=name):
        AttendanceFactory(**wrong)


def test_who_was_trained_is_not_deleted():
    with pytest.raises(ProtectedError):
        AttendanceFactory().person.delete()
