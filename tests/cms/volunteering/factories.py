import datetime

import factory
from django.utils import timezone

from cms.core.workdays import is_workday
from cms.volunteering.enums import AnswerState
from cms.volunteering.models import (
    Answer,
    Application,
    Call,
    MemberRequest,
    Profile,
    ServiceProof,
    Skill,
    Team,
)
from tests.cms.events.factories import EventFactory
from tests.cms.people.factories import PersonFactory, VolunteerFactory
from tests.cms.places.factories import CommunityFactory


class SkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Skill

    name = factory.Sequence(lambda n: f"特长{n}")


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"第{n}志愿服务队")


class ApplicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Application
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"报名人{n}")
    birth = "1985-03"
    phone = factory.Sequence(lambda n: f"198{n:08d}")
    community = factory.SubFactory(CommunityFactory)
    purposes = ["management"]
    text_version = "1"
    code_fingerprint = factory.Sequence(lambda n: f"{n:064d}")

    @factory.post_generation
    def skills(self, create, extracted, **kwargs):
        self.skills.set(extracted or ())


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profile
        skip_postgeneration_save = True

    appointment = factory.SubFactory(VolunteerFactory)

    @factory.post_generation
    def skills(self, create, extracted, **kwargs):
        self.skills.set(extracted or ())

    @factory.post_generation
    def towns(self, create, extracted, **kwargs):
        self.towns.set(extracted or ())


class CallFactory(factory.django.DjangoModelFactory):
    """Two volunteers for the whole of an event of next week, on a morning."""

    class Meta:
        model = Call

    event = factory.SubFactory(EventFactory, starts_at=factory.LazyFunction(lambda: next_saturday(9)))
    place = factory.SubFactory(CommunityFactory)
    capacity = 2
    starts_at = factory.SelfAttribute("event.starts_at")
    ends_at = factory.SelfAttribute("event.ends_at")


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    call = factory.SubFactory(CallFactory, places_taken=1)
    appointment = factory.SubFactory(VolunteerFactory)
    state = AnswerState.ACCEPTED


class ServiceProofFactory(factory.django.DjangoModelFactory):
    """Asked for, without an internal notice."""

    class Meta:
        model = ServiceProof

    appointment = factory.SubFactory(VolunteerFactory)
    starts_on = datetime.date(2026, 1, 1)
    ends_on = datetime.date(2026, 10, 31)
    requested_on = factory.LazyFunction(timezone.localdate)


class MemberRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MemberRequest

    person = factory.SubFactory(PersonFactory)
    kind = "correct"
    words = "出生年月不对"


def next_saturday(hour: float) -> datetime.datetime:
    """At the earliest a week from now, and never one that is worked."""
    today = timezone.localdate()
    day = today + datetime.timedelta(days=7 + (5 - today.weekday()) % 7)
    while is_workday(day):
        day += datetime.timedelta(days=7)
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    return midnight + datetime.timedelta(hours=hour)
