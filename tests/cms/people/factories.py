import factory

from cms.people.enums import AppointmentRole, AppointmentState
from cms.people.models import Appointment, Person
from tests.cms.places.factories import CommunityFactory


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"居民{n}")
    birth = "1980-05"
    phone = factory.Sequence(lambda n: f"199{n:08d}")


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    role = AppointmentRole.LITERATE
    community = factory.SubFactory(CommunityFactory)
    state = AppointmentState.ACTIVE
