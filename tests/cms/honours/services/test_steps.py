"""The way to a title: whose step it is in which state, and what each step leaves behind."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core import audit
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.writing import StaleRecord
from cms.honours.enums import WAY, ApplicationState
from cms.honours.models import Application, ApplicationStep, Entry, Title
from cms.honours.queries import waiting_applications
from cms.honours.queries.records import recorded_in
from cms.honours.services.applications import add_file, assess, begin_application, fill_in, remove_file
from cms.honours.services.objections import answer
from cms.honours.services.steps import STEPS, take_step
from cms.places.models import PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.test_evidence import paper
from tests.cms.honours.factories import (
    TODAY,
    YESTERDAY,
    ApplicationFactory,
    CycleFactory,
    IndicatorFactory,
    ObjectionFactory,
    TitleFactory,
)
from tests.cms.people.factories import AppointmentFactory
from tests.cms.people.services.test_nominations import coordinator_of
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db

# By hand: who may do what in which state. "C" the 居村 itself, "T" its 街镇, "O" the office and the
# administrators. Whoever is not named, is refused; so is every action that is not named. Beside the steps
# of the way: `fill`, `file`, `unfile`, `assess` and `answer` an objection.
TABLE = {
    "draft": {"fill": "C", "file": "C", "unfile": "C", "submit": "C", "withdraw": "C"},
    "returned": {"fill": "C", "file": "C", "unfile": "C", "submit": "C", "withdraw": "C"},
    "town": {"support": "T", "send_back": "T", "withdraw": "C"},
    "district": {"assess": "O", "approve": "O", "send_back": "O", "refuse": "O", "withdraw": "C"},
    "announcement": {"announce": "O", "refuse": "O", "withdraw": "C"},
    "notice": {"answer": "O", "confer": "O", "refuse": "O", "withdraw": "C"},
    "conferred": {},
    "refused": {},
    "withdrawn": {},
}
LEADS_TO = {
    "submit": "town", "support": "district", "approve": "announcement", "announce": "notice",
    "confer": "conferred", "send_back": "returned", "refuse": "refused", "withdraw": "withdrawn",
}  # fmt: skip
# In whose hands the next step is.
WAITS_FOR = {
    "draft": "C", "returned": "C", "town": "T", "district": "O", "announcement": "O", "notice": "O",
    "conferred": "", "refused": "", "withdrawn": "",
}  # fmt: skip
NOBODY_HERE = ("C elsewhere", "T elsewhere", "region", "editor", "reviewer", "agency_logger", "member")
# Who belongs to the applicant and would judge as well: of the two hats only the applicant's counts.
TWO_HATS = {"T of the own": "C", "O of the own": "C", "T who wrote it": "", "O who wrote it": ""}
ACTORS = ("C", "T", "O", "administrator", *TWO_HATS, *NOBODY_HERE)


def account(who, application):
    community = application.community
    if who in ("C", "T", "region"):
        place = {"C": community, "T": community.parent, "region": community.parent.parent}[who]
        return coordinator_of(place)
    if who == "C elsewhere":
        # Next door, in the same 街镇.
        return coordinator_of(CommunityFactory(parent=community.parent))
    if who == "T elsewhere":
        return coordinator_of(CommunityFactory().parent)
    if who in TWO_HATS:
        user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR, *([Role.OFFICE] if who[0] == "O" else [])])
        if who[0] == "T":
            PlaceCoordinator.objects.create(user=user, place=community.parent)
        if who.endswith("wrote it"):
            audit.record(user, "honours.application.fill", application)
        else:
            PlaceCoordinator.objects.create(user=user, place=community)
        return user
    user = UserFactory(roles=[Role.OFFICE if who == "O" else Role(who)])
    PlaceCoordinator.objects.create(user=user, place=community)
    return user


def standing(state, **values) -> Application:
    """One that is scored and whose notice, if any, ended yesterday."""
    return ApplicationFactory(
        scored=60, **({"on_notice": True} if state == "notice" else {"state": state}), **values
    )


def attempts(application, actor) -> dict:
    """Everything that can be tried with an application, by name."""
    indicator = application.cycle.indicators.get()
    steps = {
        verb: lambda verb=verb: take_step(application, verb, actor=actor, opinion="情况属实") for verb in WAY
    }
    return steps | {
        "fill": lambda: fill_in(
            application, statement="议事厅", values={indicator: {"self_score": Decimal(50)}}, actor=actor
        ),
        "assess": lambda: assess(application, {indicator: {"office_score": Decimal(50)}}, actor=actor),
        "file": lambda: add_file(application, indicator, paper(), actor=actor),
        "unfile": lambda: remove_file(application.evidence.get(), actor=actor),
        "answer": lambda: answer(application.objections.get(), answer="已核实", is_upheld=False, actor=actor),
    }


def allowed(application, actor) -> set:
    """Each action that is not refused; each tried from the same state."""
    found = set()
    for name, attempt in attempts(application, actor).items():
        with transaction.atomic():
            try:
                if name in ("unfile",):
                    application.evidence.create(
                        indicator=application.cycle.indicators.get(), file="a.pdf", name="a.pdf"
                    )
                if name == "answer":
                    ObjectionFactory(application=application)
                attempt()
            except (NotAllowed, RuleBroken):
                continue
            finally:
                after = Application.objects.get().state
                transaction.set_rollback(True)
        assert after == LEADS_TO.get(name, application.state)
        found.add(name)
    return found


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("state", ApplicationState)
def test_each_tier_does_in_each_state_what_the_table_says(state, who):
    application = standing(state)
    actor = account(who, application)
    tier = {"administrator": "O", **TWO_HATS}.get(who, who)
    expected = {name for name, tiers in TABLE[state].items() if tier and tier in tiers}
    assert allowed(application, actor) == expected
    if who in ("T who wrote it", "O who wrote it"):
        return
    waits = set(waiting_applications(actor, timezone.localdate()))
    assert waits == ({application} if tier in WAITS_FOR[state] else set())


def test_table_knows_every_state_and_step():
    assert TABLE.keys() == set(ApplicationState)
    assert LEADS_TO.keys() == WAY.keys() == STEPS.keys()


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def test_whole_way_leads_to_a_title_and_leaves_each_step(office):
    cycle = CycleFactory(level="city", batch="第三批")
    judged = IndicatorFactory(cycle=cycle, position=1, key="A1")
    IndicatorFactory(cycle=cycle, position=2, key="A2", counted=True)
    community = CommunityFactory(name="青桥社区")
    AppointmentFactory.create_batch(3, community=community, role="literate", state="active")
    committee, town = coordinator_of(community), coordinator_of(community.parent)
    held = begin_application(cycle, community, actor=committee)
    fill_in(held, statement=" 议事厅每月一次 ", values={judged: {"self_score": Decimal(58)}}, actor=committee)
    held = take_step(held, "submit", actor=committee, opinion="居民会议同意")
    assert (held.recorded, held.recorded_on) == (recorded_in(community, cycle.records_from, TODAY), TODAY)
    assert held.recorded["literate"] == 3
    take_step(held, "support", actor=town, opinion="情况属实")
    assess(held, {judged: {"office_score": Decimal(55)}}, actor=office)
    take_step(held, "approve", actor=office)
    held = take_step(held, "announce", actor=office)
    assert (held.notice_from, held.notice_until) == (TODAY, TODAY + timedelta(days=7))
    Application.objects.update(notice_from=TODAY - timedelta(days=8), notice_until=YESTERDAY)
    ApplicationStep.objects.update(done_on=TODAY - timedelta(days=9))
    take_step(held, "confer", actor=office, number="青司〔2026〕12 号")
    title = Title.objects.get()
    assert (title.name, title.batch, title.number) == ("市级民主法治示范社区", "第三批", "青司〔2026〕12 号")
    assert (title.community, title.state) == (community, "standing")
    assert (title.conferred_on, title.due_on.year) == (TODAY, TODAY.year + 2)
    assert list(held.steps.values_list("verb", flat=True)) == [
        "submit", "support", "approve", "announce", "confer",
    ]  # fmt: skip
    first = held.steps.first()
    assert (first.actor, first.actor_name, first.opinion) == (committee, str(committee), "居民会议同意")


def test_record_is_told_as_it_stood_when_handed_in():
    application = standing("draft")
    own = coordinator_of(application.community)
    held = take_step(application, "submit", actor=own)
    AppointmentFactory(community=application.community, role="literate", state="active")
    held.refresh_from_db()
    assert held.recorded["literate"] == 0


def test_sheet_without_self_scores_is_not_handed_in():
    application = standing("draft")
    Entry.objects.update(self_score=None)
    with pytest.raises(RuleBroken, match="没有自评"):
        take_step(application, "submit", actor=coordinator_of(application.community))


def test_step_out_of_order_is_refused_in_words(office):
    with pytest.raises(RuleBroken) as refused:
        take_step(standing("town"), "approve", actor=office)
    assert refused.value.messages == ["现在的状态是“待街镇审核”。街镇同意上报之后，由区评审一次。"]
    assert not ApplicationStep.objects.exists()


@pytest.mark.parametrize("verb", ["send_back", "refuse"])
def test_what_leads_back_or_out_needs_a_reason(office, verb):
    with pytest.raises(RuleBroken, match="理由"):
        take_step(standing("district"), verb, actor=office, opinion="  ")


def test_what_came_back_is_handed_in_again_after_the_window(office):
    cycle = CycleFactory(opens_on=TODAY - timedelta(days=9), closes_on=YESTERDAY)
    draft, returned = standing("draft", cycle=cycle), standing("returned", cycle=cycle)
    with pytest.raises(RuleBroken, match="请普法办延长"):
        take_step(draft, "submit", actor=coordinator_of(draft.community))
    take_step(returned, "submit", actor=coordinator_of(returned.community))


@pytest.mark.parametrize(
    ("first", "last", "open_"), [(0, 0, True), (1, 9, False), (-9, -1, False), (-9, 0, True), (0, 9, True)]
)
def test_application_begins_inside_the_window_only(first, last, open_):
    cycle = CycleFactory(opens_on=TODAY + timedelta(days=first), closes_on=TODAY + timedelta(days=last))
    IndicatorFactory(cycle=cycle)
    community = CommunityFactory()
    own = coordinator_of(community)
    if open_:
        begin_application(cycle, community, actor=own)
        return
    with pytest.raises(RuleBroken, match="申报时间是"):
        begin_application(cycle, community, actor=own)


def test_one_application_and_one_title_of_a_level(office):
    cycle = IndicatorFactory().cycle
    held = TitleFactory(level="district")
    with pytest.raises(RuleBroken, match="已有这一级别的称号"):
        begin_application(cycle, held.community, actor=coordinator_of(held.community))
    community = CommunityFactory()
    own = coordinator_of(community)
    first = begin_application(cycle, community, actor=own)
    with pytest.raises(RuleBroken, match="已经申报"):
        begin_application(cycle, community, actor=own)
    take_step(first, "withdraw", actor=own, opinion="材料不全")
    begin_application(cycle, community, actor=own)


@pytest.mark.parametrize("who", ["T", "O", "C elsewhere"])
def test_nobody_begins_in_the_stead_of_the_community(who):
    application = standing("withdrawn")
    with pytest.raises(NotAllowed, match="自己的联络员"):
        begin_application(application.cycle, application.community, actor=account(who, application))


def test_cycle_without_indicators_takes_no_application():
    community = CommunityFactory()
    with pytest.raises(RuleBroken, match="指标还没有定好"):
        begin_application(CycleFactory(), community, actor=coordinator_of(community))


@pytest.mark.parametrize(("score", "open_"), [("47.99", False), ("48", True)])
def test_score_below_the_line_is_not_approved(office, score, open_):
    """Of sixty points, eighty in a hundred are forty-eight."""
    application = ApplicationFactory(state="district", scored=Decimal(score))
    if open_:
        take_step(application, "approve", actor=office)
        return
    with pytest.raises(RuleBroken, match=r"核分 79\.98，达标要 80"):
        take_step(application, "approve", actor=office)


def test_what_is_not_scored_or_vetoed_is_not_approved(office):
    application = ApplicationFactory(state="district")
    with pytest.raises(RuleBroken, match="还没有核完分"):
        take_step(application, "approve", actor=office)
    veto = IndicatorFactory(cycle=application.cycle, veto=True, key="V1")
    Entry.objects.update(office_score=60)
    with pytest.raises(RuleBroken, match="写明理由"):
        assess(application, {veto: {"office_hit": True}}, actor=office)
    assess(application, {veto: {"office_hit": True, "office_words": "发生群体性事件"}}, actor=office)
    with pytest.raises(RuleBroken, match="没有否决情形"):
        take_step(application, "approve", actor=office)


@pytest.mark.parametrize(("days", "open_"), [(-1, True), (0, False), (1, False)])
def test_title_waits_until_the_last_day_of_the_notice_is_over(office, days, open_):
    application = ApplicationFactory(
        state="notice",
        notice_from=TODAY - timedelta(days=7),
        notice_until=TODAY + timedelta(days=days),
    )
    assert waiting_applications(office, TODAY).exists() is open_
    if open_:
        take_step(application, "confer", actor=office)
        return
    with pytest.raises(RuleBroken, match="第二天起"):
        take_step(application, "confer", actor=office)
    assert not Title.objects.exists()


def test_title_is_not_dated_back_into_the_notice(office):
    with pytest.raises(RuleBroken, match="第二天起"):
        take_step(standing("notice"), "confer", actor=office, done_on=YESTERDAY)


def test_open_or_upheld_objection_stands_in_the_way(office):
    held = ObjectionFactory()
    with pytest.raises(RuleBroken, match="还有 1 份异议没有答复"):
        take_step(held.application, "confer", actor=office)
    answer(held, answer="公约确未议定", is_upheld=True, actor=office)
    with pytest.raises(RuleBroken, match="有异议成立"):
        take_step(held.application, "confer", actor=office)
    take_step(held.application, "refuse", actor=office, opinion="异议成立")


def test_step_is_never_dated_before_the_one_it_follows_nor_ahead(office):
    application = standing("town")
    town = coordinator_of(application.community.parent)
    take_step(application, "support", actor=town)
    with pytest.raises(RuleBroken, match="早于上一步“街镇同意上报”"):
        take_step(application, "approve", actor=office, done_on=YESTERDAY)
    with pytest.raises(RuleBroken, match="在将来"):
        take_step(application, "approve", actor=office, done_on=TODAY + timedelta(days=1))


def test_words_hold_no_personal_number(office):
    application = standing("draft")
    own = coordinator_of(application.community)
    with pytest.raises(RuleBroken, match="身份证号"):
        fill_in(application, statement="联系19900001234", values={}, actor=own)
    with pytest.raises(RuleBroken, match="身份证号"):
        take_step(application, "submit", actor=own, opinion="电话19900001234")


def test_count_of_the_record_is_not_written_by_the_community(office):
    application = standing("draft")
    counted = IndicatorFactory(cycle=application.cycle, counted=True, key="A2")
    with pytest.raises(RuleBroken, match="由平台记录计数"):
        fill_in(
            application,
            statement="",
            values={counted: {"count": 9}},
            actor=coordinator_of(application.community),
        )


def test_step_for_what_was_changed_meanwhile_is_refused(office):
    with pytest.raises(StaleRecord):
        take_step(standing("district"), "refuse", actor=office, opinion="不齐", seen="older")


def test_step_is_told_in_the_trail_once(office):
    take_step(standing("district"), "refuse", actor=office, opinion="材料不实")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail["reason"]) == ("honours.application.refuse", "材料不实")
