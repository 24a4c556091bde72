import datetime

import factory
from django.utils import timezone

from cms.accounts.enums import Role
from cms.agencies.models import AgencyMember
from cms.campaigns.models import Audience, Setting
from cms.duties.enums import ActivityState, ItemKind, ListState
from cms.duties.models import ActivityRecord, DutyItem, DutyList
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.statutes.factories import LawFactory


class DutyListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DutyList

    year = factory.LazyFunction(lambda: timezone.localdate().year)


class DutyItemFactory(factory.django.DjangoModelFactory):
    """An item of one agency, due at any time of the list's year."""

    class Meta:
        model = DutyItem

    list = factory.SubFactory(DutyListFactory)
    key = factory.Sequence(lambda n: f"G-{n:03d}")
    kind = ItemKind.INDIVIDUAL
    agency = factory.SubFactory(AgencyFactory)
    content = factory.Sequence(lambda n: f"第{n}项普法内容")
    starts_on = factory.LazyAttribute(lambda item: datetime.date(item.list.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda item: datetime.date(item.list.year, 12, 31))


class ActivityFactory(factory.django.DjangoModelFactory):
    """A record with everything that a submission asks for, of two days ago."""

    class Meta:
        model = ActivityRecord
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"第{n}次普法活动")
    host = factory.SubFactory(AgencyFactory)
    form = "lecture"
    starts_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=2))
    ends_at = factory.LazyAttribute(lambda activity: activity.starts_at + datetime.timedelta(hours=1))
    address = "青桥路8号"
    onsite = 30
    online = 200
    summary = "讲解了民法典关于相邻关系的规定。"
    state = ActivityState.DRAFT

    @factory.post_generation
    def items(self, create, extracted, **kwargs):
        if extracted:
            self.items.set(extracted)

    @factory.post_generation
    def content(self, create, extracted, **kwargs):
        self.settings.add(Setting.objects.first())
        self.audiences.add(Audience.objects.first())
        self.laws.add(LawFactory())


def logger_of(agency, **kwargs):
    """An account that logs for the agency."""
    user = UserFactory(roles=[Role.AGENCY_LOGGER], **kwargs)
    AgencyMember.objects.create(user=user, agency=agency)
    return user


def published(duty_list: DutyList) -> DutyList:
    """The list as the public has it; items must be made before."""
    duty_list.state = ListState.PUBLISHED
    duty_list.published_at = timezone.now()
    duty_list.save()
    return duty_list
