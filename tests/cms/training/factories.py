import datetime

import factory
from django.utils import timezone

from cms.training.models import Attendance, Course, SignUp, TrainingSession
from tests.cms.people.factories import PersonFactory


class TrainingSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingSession

    title = factory.Sequence(lambda n: f"第{n}期集中培训")
    starts_on = "2026-05-16"
    ends_on = "2026-05-16"
    hours = 4


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(TrainingSessionFactory)
    person = factory.SubFactory(PersonFactory)
    signed = True
    hours = 4


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course

    title = factory.Sequence(lambda n: f"第{n}门课")


class OpenSessionFactory(TrainingSessionFactory):
    """Of next week, in the morning, for whoever signs up."""

    starts_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=7))
    ends_on = factory.LazyAttribute(lambda session: session.starts_on)
    begins = datetime.time(9)
    finishes = datetime.time(12)
    takes_sign_ups = True


class SignUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SignUp

    session = factory.SubFactory(OpenSessionFactory)
    person = factory.SubFactory(PersonFactory)
