"""Every list costs the same queries at one row and at three."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from wagtail import hooks

from cms.accounts.enums import Role
from cms.accounts.models import ReadingKey, User
from cms.agencies.models import AgencyMember, AgencyName
from cms.campaigns.models import Audience, LawDay, LawDayDate, Setting
from cms.core.enums import TaskState
from cms.core.models import AuditEntry, TaskRun
from cms.core.viewsets import RuledViewSet
from cms.duties.models import Goal, Milestone, Proposal
from cms.intake.models import ImportBatch
from cms.people.models import Consent, IssueBatch, Merge, StarLevel
from cms.places.models import PlaceCoordinator
from cms.reports.models import LawImpact
from cms.volunteering.models import ReportColumn
from search.models import PinnedResult, QueryCount, Synonym
from tests.cms.accounts.factories import UserFactory
from tests.cms.advisers.factories import (
    AdviserFactory,
    AgreementFactory,
    DutyDayFactory,
    ListingConsentFactory,
    ServiceEntryFactory,
)
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import (
    ActivityFactory,
    DutyItemFactory,
    DutyListFactory,
    logger_of,
    published,
)
from tests.cms.events.factories import EventFactory, SeriesFactory
from tests.cms.exams.factories import (
    AdmissionFactory,
    ExamFactory,
    ExamRuleFactory,
    QuestionFactory,
    QuizFactory,
    SittingFactory,
)
from tests.cms.guides.factories import GuideFactory
from tests.cms.honours.factories import ApplicationFactory as HonourApplicationFactory
from tests.cms.honours.factories import CycleFactory, TitleFactory
from tests.cms.honours.factories import IndicatorFactory as HonourIndicatorFactory
from tests.cms.honours.factories import ObjectionFactory as HonourObjectionFactory
from tests.cms.inspection.factories import FindingFactory
from tests.cms.letters.factories import LetterFactory
from tests.cms.people.factories import (
    AppointmentFactory,
    CertificateFactory,
    CertificateSchemeFactory,
    MembershipFactory,
    NominationFactory,
    ObjectionFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)
from tests.cms.places.factories import CommunityFactory, ServicePointFactory, VenueFactory
from tests.cms.reports.factories import ReportFactory
from tests.cms.reviews.factories import (
    AppealFactory,
    AssessorFactory,
    ParticipantFactory,
    RectificationFactory,
    RoundFactory,
    SchemeFactory,
)
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory
from tests.cms.training.factories import AttendanceFactory, CourseFactory, TrainingSessionFactory
from tests.cms.volunteering.factories import (
    ApplicationFactory,
    MemberRequestFactory,
    ProfileFactory,
    ServiceProofFactory,
    SkillFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db


def _viewsets() -> dict[str, RuledViewSet]:
    found = {}
    pending = [register() for register in hooks.get_hooks("register_admin_viewset")]
    while pending:
        each = pending.pop()
        if isinstance(each, RuledViewSet):
            found[each.get_url_name("index")] = each
        pending += each if isinstance(each, list | tuple) else getattr(each, "registerables", [])
    return found


# How a row of each list comes into being; `n` tells it from the others.
ROWS = {
    "agency:index": lambda n: AgencyFactory(),
    "agencymember:index": lambda n: AgencyMember.objects.create(user=UserFactory(), agency=AgencyFactory()),
    "agencyname:index": lambda n: AgencyName.objects.create(name=f"别名{n}", agency=AgencyFactory()),
    "appointment:index": lambda n: AppointmentFactory(),
    "article:index": lambda n: ArticleFactory(),
    "attendance:index": lambda n: AttendanceFactory(),
    "audience:index": lambda n: Audience.objects.create(name=f"对象{n}"),
    "audit_trail:index": lambda n: AuditEntry.objects.create(
        actor=UserFactory(), actor_name="某人", action="a.b.c", target_type="t", target_id=str(n)
    ),
    "consent:index": lambda n: Consent.objects.create(
        person=PersonFactory(), purpose="listing", text_version="1", given_on=date(2026, 1, 1)
    ),
    "duty_items:index": lambda n: DutyItemFactory(agency=AgencyFactory(), list__year=2030 + n),
    "duty_lists:index": lambda n: DutyListFactory(year=2030 + n),
    "duty_proposals:index": lambda n: Proposal.objects.create(
        list=DutyListFactory(year=2030 + n), agency=AgencyFactory(), kind="comment", words="意见"
    ),
    "duty_reports:index": lambda n: ReportFactory(year=2030 + n),
    "events:index": lambda n: EventFactory(),
    "event_series:index": lambda n: SeriesFactory(),
    "guides:index": lambda n: GuideFactory(),
    "honour_applications:index": lambda n: HonourApplicationFactory(),
    "honour_cycles:index": lambda n: CycleFactory(),
    "honour_indicators:index": lambda n: HonourIndicatorFactory(),
    "honour_objections:index": lambda n: HonourObjectionFactory(),
    "honour_titles:index": lambda n: TitleFactory(),
    "findings:index": lambda n: FindingFactory(),
    "goal:index": lambda n: Goal.objects.create(year=2030 + n, content=f"目标{n}", lead=AgencyFactory()),
    "readingkey:index": lambda n: ReadingKey.objects.create(name=f"平台{n}"),
    "law:index": lambda n: LawFactory(),
    "lawday:index": lambda n: LawDay.objects.create(name=f"节日{n}", rule="fixed", month=1, day=n),
    "lawdaydate:index": lambda n: LawDayDate.objects.create(
        law_day=LawDay.objects.first(),
        year=2030 + n,
        starts_on=date(2030 + n, 1, 1),
        ends_on=date(2030 + n, 1, 7),
    ),
    "lawversion:index": lambda n: LawVersionFactory(),
    "membership:index": lambda n: MembershipFactory(),
    "milestone:index": lambda n: Milestone.objects.create(
        goal=Goal.objects.create(year=2030 + n, content=f"目标{n}", lead=AgencyFactory()),
        content=f"节点{n}",
        due_on=date(2030, 1, 1),
    ),
    "merge:index": lambda n: Merge.objects.create(kept=PersonFactory(), gone_key=n, gone_name="周敏"),
    "issuebatch:index": lambda n: IssueBatch.objects.create(role="literate"),
    "person:index": lambda n: PersonFactory(phone=f"199000000{n:02d}"),
    "place:index": lambda n: CommunityFactory(),
    "placecoordinator:index": lambda n: PlaceCoordinator.objects.create(
        user=UserFactory(), place=CommunityFactory()
    ),
    "nomination:index": lambda n: NominationFactory(),
    "certificate:index": lambda n: CertificateFactory(),
    "course:index": lambda n: CourseFactory(),
    "certificatescheme:index": lambda n: (
        CertificateSchemeFactory(role="literate", prefix="甲")
        if n == 1
        else CertificateSchemeFactory(role="leader", prefix="乙")
    ),
    "exam_admissions:index": lambda n: AdmissionFactory(),
    "exam_exams:index": lambda n: ExamFactory(state="draft"),
    "exam_rules:index": lambda n: ExamRuleFactory(exam__state="draft"),
    "exam_sittings:index": lambda n: SittingFactory(score=80),
    "exam_questions:index": lambda n: QuestionFactory(),
    "exam_quizzes:index": lambda n: QuizFactory(),
    "endingproposal:index": lambda n: AppointmentFactory().ending_proposals.create(
        verb="remove", grounds="搬离"
    ),
    "objection:index": lambda n: ObjectionFactory(),
    "letters:index": lambda n: LetterFactory(),
    "law_impacts:index": lambda n: LawImpact.objects.create(
        law=LawFactory(), changed_on="2026-01-01", record=AgencyFactory(), kind="普法责任"
    ),
    "review_appeals:index": lambda n: AppealFactory(participant__round__scheme__year=2030 + n),
    "review_assessors:index": lambda n: AssessorFactory(round__scheme__year=2030 + n, agency=AgencyFactory()),
    "review_bands:index": lambda n: SchemeFactory(year=2030 + n, parts=False).bands.create(
        name="优秀", least=90
    ),
    "review_groups:index": lambda n: SchemeFactory(year=2030 + n, parts=False).groups.create(
        name="评议团", kind="panel", weight=100
    ),
    "review_indicators:index": lambda n: SchemeFactory(year=2030 + n, parts=False).indicators.create(
        key="A1", name="组织领导", dimension="履职", kind="points", max=10
    ),
    "review_participants:index": lambda n: ParticipantFactory(round__scheme__year=2030 + n),
    "review_rectifications:index": lambda n: RectificationFactory(participant__round__scheme__year=2030 + n),
    "review_rounds:index": lambda n: RoundFactory(scheme__year=2030 + n),
    "review_schemes:index": lambda n: SchemeFactory(year=2030 + n),
    "review_desk:index": lambda n: ActivityFactory(state="submitted"),
    "search_pins:index": lambda n: PinnedResult.objects.create(query=f"问{n}", url=f"/laws/{n}/"),
    "search_synonyms:index": lambda n: Synonym.objects.create(term=f"词{n}", meaning=f"义{n}"),
    "search_unanswered:index": lambda n: QueryCount.objects.create(
        day=timezone.localdate(), query=f"查{n}", asked=1, found=0
    ),
    "servicepoint:index": lambda n: ServicePointFactory(),
    "servicerecord:index": lambda n: ServiceRecordFactory(),
    "setting:index": lambda n: Setting.objects.create(name=f"场所{n}"),
    "starlevel:index": lambda n: StarLevel.objects.create(stars=10 + n, hours=5000 + n),
    "task_runs:index": lambda n: TaskRun.objects.create(id=f"{n:032d}", task="a.b", state=TaskState.FAILED),
    "trainingsession:index": lambda n: TrainingSessionFactory(),
    "volunteer_applications:index": lambda n: ApplicationFactory(),
    "service_proofs:index": lambda n: ServiceProofFactory(),
    "volunteer_requests:index": lambda n: MemberRequestFactory(),
    "volunteer_commendations:index": lambda n: VolunteerFactory().commendations.create(
        title="优秀志愿者", given_by="区司法局", given_on=date(2026, 1, n)
    ),
    "volunteer_evaluations:index": lambda n: VolunteerFactory().evaluations.create(
        year=2020 + n, grade="good"
    ),
    "volunteer_profiles:index": lambda n: ProfileFactory(team=TeamFactory()),
    "volunteer_report_columns:index": lambda n: ReportColumn.objects.create(
        order=n, heading=f"列{n}", fact="name"
    ),
    "volunteer_skills:index": lambda n: SkillFactory(),
    "volunteer_teams:index": lambda n: TeamFactory(place=CommunityFactory()),
    "adviser:index": lambda n: AdviserFactory(),
    "agreement:index": lambda n: AgreementFactory(),
    "dutyday:index": lambda n: DutyDayFactory(),
    "listingconsent:index": lambda n: ListingConsentFactory(),
    "serviceentry:index": lambda n: ServiceEntryFactory(),
    "venue:index": lambda n: VenueFactory(),
}


def _batch(n):
    return ImportBatch.objects.create(
        kind="roster", file_name=f"{n}.xlsx", as_of=date(2026, 1, 1), uploaded_by=UserFactory()
    )


# Lists outside the viewsets: how a row comes into being, and who looks.
OTHERS = {
    "/office/users/": (lambda n: UserFactory(roles=[Role.EDITOR]), "superuser"),
    reverse_lazy("intake_batches"): (_batch, "superuser"),
    "/events/": (lambda n: EventFactory(), None),
    "/events/?when=past": (
        lambda n: EventFactory(
            starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=2)
        ),
        None,
    ),
    "/people/advisers/": (lambda n: ListingConsentFactory(adviser=AgreementFactory().adviser), None),
    "/honours/": (lambda n: TitleFactory(), None),
    "/portal/honours/": (
        lambda n: TitleFactory(application=HonourApplicationFactory(state="district")),
        "superuser",
    ),
    "/people/notices/": (
        lambda n: NominationFactory(
            state="notice", notice_from=timezone.localdate(), notice_until="2030-01-01"
        ),
        None,
    ),
    "/for/": (lambda n: Audience.objects.create(name=f"对象{n}"), None),
    "/guides/": (lambda n: GuideFactory(state="published", published_at=timezone.now()), None),
    "/letters/": (lambda n: LetterFactory(state="published", published_at=timezone.now()), None),
    "/quizzes/": (
        lambda n: QuizFactory(state="published", questions=[QuestionFactory(state="reviewed")]),
        None,
    ),
    "/communities/": (lambda n: VenueFactory(place=CommunityFactory()), None),
    "/places/": (lambda n: VenueFactory(place=CommunityFactory()), None),
    "/activities/": (lambda n: ActivityFactory(state="published", published_at=timezone.now()), None),
    "/laws/": (lambda n: LawVersionFactory(), None),
    "/sitemap.xml": (lambda n: EventFactory(), None),
}


# Of a day only how long ago it is.
LONG_AGO = re.compile(r"刚刚|\d+\s*(?:秒|分钟|小时|天|周|个?月|年)前")


def _cost(client, url) -> int:
    return _asked(client, url)[0]


def _asked(client, url) -> tuple[int, str]:
    """How many questions the second look costs, and what is seen."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return len(queries), answer.text


@pytest.fixture
def superuser(client) -> User:
    user = UserFactory(is_superuser=True, roles=[Role.ADMINISTRATOR])
    client.force_login(user)
    return user


def test_every_list_of_the_admin_is_measured():
    assert sorted(_viewsets()) == sorted(ROWS)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_list_of_the_admin_is_flat_and_says_days_as_days(name, client, superuser):
    url = reverse(name)
    ROWS[name](1)
    one = _cost(client, url)
    ROWS[name](2)
    ROWS[name](3)
    three, page = _asked(client, url)
    assert three == one
    assert LONG_AGO.findall(page) == []


@pytest.mark.parametrize("url", sorted(OTHERS, key=str))
def test_other_list_is_flat(url, client, request):
    make, who = OTHERS[url]
    if who:
        request.getfixturevalue(who)
    make(1)
    one = _cost(client, url)
    make(2)
    make(3)
    assert _cost(client, url) == one


@pytest.mark.parametrize("name", ["portal:home", "portal:activities"])
def test_list_of_the_portal_is_flat(name, client):
    agency = AgencyFactory()
    client.force_login(logger_of(agency))
    item = DutyItemFactory(agency=agency, list__year=timezone.localdate().year)
    published(item.list)

    def more():
        for state in ("draft", "returned", "submitted"):
            ActivityFactory(host=agency, state=state)

    more()
    one = _cost(client, reverse(name))
    more()
    more()
    assert _cost(client, reverse(name)) == one
