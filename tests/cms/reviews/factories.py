"""A round as an office sets it up, small: one indicator of each kind, three groups, four bands."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone

from cms.reviews.models import (
    Appeal,
    Assessor,
    Band,
    Group,
    Indicator,
    Participant,
    Rectification,
    Round,
    Scheme,
)
from tests.cms.agencies.factories import AgencyFactory

INDICATORS = (
    {"key": "A1", "name": "组织领导", "kind": "points", "max": Decimal(10)},
    {
        "key": "A2", "name": "报送活动", "kind": "deduct", "max": Decimal(6), "per": Decimal("0.3"),
        "cap": Decimal("1.2"), "source": "short_quarters", "per_quarter": 1,
    },
    {"key": "A3", "name": "讲座", "kind": "quota", "max": Decimal(8), "required": 4, "source": "activities"},
    {"key": "B1", "name": "获得表彰", "kind": "bonus", "per": Decimal(1), "cap": Decimal(3)},
    {"key": "V1", "name": "弄虚作假", "kind": "veto", "at_best": "不合格"},
)  # fmt: skip
GROUPS = (
    {"name": "普法办核分", "kind": "indicators", "weight": 60},
    {"name": "评议团", "kind": "panel", "weight": 25},
    {"name": "社会评价", "kind": "vote", "weight": 15},
)
BANDS = (("优秀", 90, "0.30"), ("良好", 80, None), ("合格", 60, None), ("不合格", 0, None))


class SchemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scheme
        skip_postgeneration_save = True

    year = 2026
    name = factory.LazyAttribute(lambda scheme: f"青桥区{scheme.year}年度普法责任制评议方案")
    bonus_cap = Decimal(5)
    total_cap = Decimal(100)

    @factory.post_generation
    def parts(self, create, extracted, **kwargs):
        if extracted is False:
            return
        for position, values in enumerate(INDICATORS, start=1):
            Indicator.objects.create(scheme=self, position=position, dimension="履职", **values)
        for position, values in enumerate(GROUPS, start=1):
            Group.objects.create(scheme=self, position=position, **values)
        for position, (name, least, share) in enumerate(BANDS, start=1):
            Band.objects.create(scheme=self, position=position, name=name, least=least, share=share)


class RoundFactory(factory.django.DjangoModelFactory):
    """A round whose self-assessment and scoring are open for weeks."""

    class Meta:
        model = Round

    scheme = factory.SubFactory(SchemeFactory)
    self_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    scoring_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=20))


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    round = factory.SubFactory(RoundFactory)
    agency = factory.SubFactory(AgencyFactory)
    code = factory.LazyAttribute(lambda participant: participant.agency.code)


class AssessorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessor

    round = factory.SubFactory(RoundFactory)
    name = factory.Sequence(lambda number: f"评委{number}")


class AppealFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appeal

    participant = factory.SubFactory(ParticipantFactory)
    words = "A3 少计了一场讲座。"


class RectificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rectification

    participant = factory.SubFactory(ParticipantFactory)
    line = "A3 开展讲座"
    demand = "下一年度补办两场。"
    due_on = date(2027, 3, 31)


def indicator(round: Round, key: str) -> Indicator:
    return round.scheme.indicators.get(key=key)
