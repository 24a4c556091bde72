import factory

from cms.accounts.enums import Role
from cms.people.enums import AppointmentRole, AppointmentState, ConsentPurpose, NominationSource
from cms.people.models import (
    Appointment,
    Certificate,
    CertificateScheme,
    Consent,
    Membership,
    Nomination,
    Objection,
    Person,
    ServiceRecord,
)
from tests.cms.accounts.factories import UserFactory
from tests.cms.places.factories import CommunityFactory


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"居民{n}")
    birth = "1980-05"
    phone = factory.Sequence(lambda n: f"199{n:08d}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.LazyFunction(lambda: UserFactory(roles=[Role.MEMBER]))
    person = factory.SubFactory(PersonFactory)


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    role = AppointmentRole.LITERATE
    community = factory.SubFactory(CommunityFactory)
    state = AppointmentState.ACTIVE


class NominationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Nomination

    person = factory.SubFactory(PersonFactory)
    role = AppointmentRole.LITERATE
    community = factory.SubFactory(CommunityFactory)
    source = NominationSource.RECOMMENDED


class ObjectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objection

    nomination = factory.SubFactory(
        NominationFactory, state="notice", notice_from="2026-01-01", notice_until="2026-01-08"
    )
    name = "居民"
    phone = "19900009999"
    words = "不住本居村"
    code_fingerprint = factory.Sequence(lambda n: f"{n:064d}")


class CertificateSchemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CertificateScheme
        django_get_or_create = ("role",)

    role = AppointmentRole.LITERATE
    prefix = "青普明"
    issuer = "青桥区司法局"


class CertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Certificate

    appointment = factory.SubFactory(AppointmentFactory)
    scheme = factory.SubFactory(CertificateSchemeFactory)
    year = 2026
    sequence = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda made: made.scheme.number_of(made.year, made.sequence))
    issued_on = "2026-01-01"


class VolunteerFactory(AppointmentFactory):
    role = AppointmentRole.VOLUNTEER
    volunteer_number = factory.Sequence(lambda n: f"ZY-{n:05d}")


class ServiceRecordFactory(factory.django.DjangoModelFactory):
    """Two hours of a morning, another day each time."""

    class Meta:
        model = ServiceRecord

    appointment = factory.SubFactory(VolunteerFactory)
    activity = factory.Sequence(lambda n: f"普法宣传{n}")
    date = factory.Sequence(lambda n: f"2026-{1 + n // 28 % 9:02d}-{1 + n % 28:02d}")
    start = "09:00"
    minutes = 120
    half_hours = 4
    recorder = "记录员"


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    purpose = ConsentPurpose.LISTING
    text_version = "2026-1"
    given_on = "2026-01-01"
