from datetime import timedelta

import factory
from django.utils import timezone

from cms.honours.models import Application, Cycle, Entry, Indicator, Objection, Recheck, Title
from tests.cms.places.factories import CommunityFactory

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


class CycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cycle

    level = "district"
    year = 2026
    batch = factory.Sequence(lambda n: f"第{n}批")
    records_from = TODAY - timedelta(days=365)
    opens_on = TODAY - timedelta(days=30)
    closes_on = TODAY + timedelta(days=30)


class IndicatorFactory(factory.django.DjangoModelFactory):
    """Judged, of a hundred; `counted` is quota of three, from the roster."""

    class Meta:
        model = Indicator

    class Params:
        counted = factory.Trait(kind="quota", max=40, required=3, source="literate")
        veto = factory.Trait(kind="veto", max=None)

    cycle = factory.SubFactory(CycleFactory)
    position = factory.Sequence(lambda n: n % 900)
    dimension = "基层组织"
    key = factory.Sequence(lambda n: f"A{n}")
    name = "居民公约由居民议定"
    kind = "points"
    max = 60


class ApplicationFactory(factory.django.DjangoModelFactory):
    """One with a single judged indicator; `scored` is what the district found."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        on_notice = factory.Trait(
            state="notice", notice_from=TODAY - timedelta(days=8), notice_until=YESTERDAY
        )

    cycle = factory.SubFactory(CycleFactory)
    community = factory.SubFactory(CommunityFactory)

    @factory.post_generation
    def scored(self, create, score, **kwargs):
        indicator = self.cycle.indicators.first() or IndicatorFactory(cycle=self.cycle)
        Entry.objects.create(application=self, indicator=indicator, self_score=55, office_score=score)


class ObjectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Objection

    application = factory.SubFactory(ApplicationFactory, on_notice=True)
    name = "郑怀安"
    phone = "19900003333"
    words = "公约没有经过居民会议"
    code_fingerprint = factory.Sequence(lambda n: f"honour-objection-{n}")


class TitleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Title

    community = factory.SubFactory(CommunityFactory)
    application = factory.SubFactory(
        ApplicationFactory, community=factory.SelfAttribute("..community"), state="conferred"
    )
    level = factory.SelfAttribute("application.cycle.level")
    batch = factory.SelfAttribute("application.cycle.batch")
    conferred_on = TODAY - timedelta(days=800)
    due_on = TODAY - timedelta(days=70)


class RecheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recheck

    title = factory.SubFactory(TitleFactory)
    verb = "keep"
    done_on = YESTERDAY
    actor_name = "区普法办"
