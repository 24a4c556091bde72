import factory

from cms.training.models import Attendance, TrainingSession
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
