import factory

from cms.advisers.models import Adviser, Agreement, DutyDay, ListingConsent, ServiceEntry
from tests.cms.places.factories import CommunityFactory


class AdviserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Adviser

    name = factory.Sequence(lambda n: f"顾律师{n}")
    firm = "青桥律师事务所"


class ListingConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ListingConsent

    adviser = factory.SubFactory(AdviserFactory)
    text_version = "2026-01"
    given_on = "2026-01-01"


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    community = factory.SubFactory(CommunityFactory)
    adviser = factory.SubFactory(AdviserFactory)
    starts_on = "2026-01-01"
    ends_on = "2026-12-31"


class DutyDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DutyDay

    agreement = factory.SubFactory(AgreementFactory)
    date = "2026-11-28"
    start = "09:00"
    end = "11:00"


class ServiceEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceEntry

    agreement = factory.SubFactory(AgreementFactory)
    date = "2026-11-01"
    duty = "guidance"
    served = 3
    summary = "解答劳动报酬的问题"
