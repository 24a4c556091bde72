"""The way to an appointment: whose step it is in which state, and what each step leaves behind."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.core.writing import StaleRecord
from cms.people.enums import WAY, AppointmentState, NominationState
from cms.people.models import Appointment, Nomination, NominationStep, RosterSetting
from cms.people.queries import waiting_nominations
from cms.people.services import put_forward, take_step
from cms.places.models import PlaceCoordinator
from media.safety import UnsafeFile
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.test_evidence import paper
from tests.cms.people.factories import AppointmentFactory, NominationFactory, PersonFactory
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)

# By hand: who may do what in which state. "C" the 居村 itself, "S" the 司法所 of its 街镇, "O" the office
# and the administrators. Whoever is not named, is refused; so is every action that is not named.
TABLE = {
    "check": {"check": "C", "refuse": "C", "withdraw": "CSO"},
    "training": {"train": "SO", "refuse": "SO", "withdraw": "CSO"},
    "exam": {"exam": "SO", "fail": "SO", "refuse": "SO", "withdraw": "CSO"},
    "opinion": {"support": "S", "refuse": "S", "withdraw": "CSO"},
    "registration": {"register": "O", "refuse": "O", "withdraw": "CSO"},
    "announcement": {"announce": "O", "refuse": "O", "withdraw": "CSO"},
    "notice": {"appoint": "O", "refuse": "O", "withdraw": "CSO"},
    "appointed": {},
    "refused": {},
    "withdrawn": {},
}
LEADS_TO = {
    "check": "training", "train": "exam", "exam": "opinion", "fail": "exam", "support": "registration",
    "register": "announcement", "announce": "notice", "appoint": "appointed", "refuse": "refused",
    "withdraw": "withdrawn",
}  # fmt: skip
# In whose hands the next step is.
WAITS_FOR = {
    "check": "C", "training": "SO", "exam": "SO", "opinion": "S", "registration": "O", "announcement": "O",
    "notice": "O", "appointed": "", "refused": "", "withdrawn": "",
}  # fmt: skip
NOBODY_HERE = ("C elsewhere", "S elsewhere", "district", "editor", "reviewer", "agency_logger", "member")
ACTORS = ("C", "S", "O", "administrator", *NOBODY_HERE)


def coordinator_of(place):
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=place)
    return user


def account(who, nomination):
    community = nomination.community
    if who in ("C", "S", "district"):
        place = {"C": community, "S": community.parent, "district": community.parent.parent}[who]
        return coordinator_of(place)
    if who == "C elsewhere":
        # Next door, in the same 街镇.
        return coordinator_of(CommunityFactory(parent=community.parent))
    if who == "S elsewhere":
        return coordinator_of(CommunityFactory().parent)
    user = UserFactory(roles=[Role.OFFICE if who == "O" else Role(who)])
    PlaceCoordinator.objects.create(user=user, place=community)
    return user


def standing(state) -> Nomination:
    """One whose notice, if any, ended yesterday."""
    days = {"notice_from": YESTERDAY - timedelta(days=7), "notice_until": YESTERDAY}
    return NominationFactory(state=state, **(days if state == "notice" else {}))


def allowed(nomination, actor) -> dict:
    """Each step that is not refused, with the state after it; each tried from the same state."""
    found = {}
    for verb in WAY:
        with transaction.atomic():
            try:
                take_step(Nomination.objects.get(), verb, actor=actor, opinion="情况属实")
            except (NotAllowed, RuleBroken):
                continue
            finally:
                after = Nomination.objects.get().state
                transaction.set_rollback(True)
        found[verb] = after
    return found


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("state", NominationState)
def test_each_tier_takes_in_each_state_the_steps_of_the_table(state, who):
    nomination = standing(state)
    actor = account(who, nomination)
    tier = "O" if who == "administrator" else who
    expected = {verb: LEADS_TO[verb] for verb, tiers in TABLE[state].items() if tier in tiers}
    assert allowed(nomination, actor) == expected
    waits = set(waiting_nominations(actor, timezone.localdate()))
    assert waits == ({nomination} if tier in WAITS_FOR[state] else set())


def test_table_knows_every_state_and_step():
    assert TABLE.keys() == set(NominationState)
    assert LEADS_TO.keys() == WAY.keys()


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def test_whole_way_leads_to_an_appointment_and_leaves_each_step(office):
    community = CommunityFactory()
    committee, station = coordinator_of(community), coordinator_of(community.parent)
    nomination = put_forward(
        PersonFactory(), role="leader", community=community, source="self", category="楼组长", actor=committee
    )
    day = timezone.localdate() - timedelta(days=30)
    take_step(nomination, "check", actor=committee, done_on=day, opinion=" 情况属实 ")
    take_step(nomination, "train", actor=station, done_on=day)
    take_step(nomination, "exam", actor=station, done_on=day + timedelta(days=1), score=Decimal("91.5"))
    take_step(nomination, "support", actor=station)
    take_step(nomination, "register", actor=office)
    nomination = take_step(nomination, "announce", actor=office)
    Nomination.objects.update(notice_from=YESTERDAY - timedelta(days=7), notice_until=YESTERDAY)
    nomination = take_step(nomination, "appoint", actor=office)
    appointment = Appointment.objects.get()
    assert nomination.appointment == appointment
    assert (appointment.state, appointment.role, appointment.community) == ("active", "leader", community)
    assert (appointment.category, appointment.nominated_by) == ("楼组长", "自荐")
    assert appointment.score == Decimal("91.5")
    assert list(nomination.steps.values_list("verb", flat=True)) == [
        "check", "train", "exam", "support", "register", "announce", "appoint",
    ]  # fmt: skip
    first = nomination.steps.first()
    assert (first.actor, first.actor_name, first.opinion) == (committee, str(committee), "情况属实")
    assert first.done_on == day


def test_step_out_of_order_is_refused_in_words(office):
    with pytest.raises(RuleBroken) as refused:
        take_step(standing("training"), "register", actor=office)
    assert refused.value.messages == [
        "现在的状态是“待岗前培训”。先由司法所签署意见，再由区登记；只登记一次。"
    ]
    assert not NominationStep.objects.exists()


@pytest.mark.parametrize("verb", ["refuse", "withdraw"])
def test_end_without_a_reason_is_refused(office, verb):
    with pytest.raises(RuleBroken, match="理由"):
        take_step(standing("registration"), verb, actor=office, opinion="  ")


@pytest.mark.parametrize(("days", "open_"), [(-1, True), (0, False), (1, False)])
def test_appointment_waits_until_the_last_day_of_the_notice_is_over(office, days, open_):
    today = timezone.localdate()
    nomination = NominationFactory(
        state="notice",
        notice_from=today - timedelta(days=7),
        notice_until=today + timedelta(days=days),
    )
    assert waiting_nominations(office, today).exists() is open_
    if open_:
        take_step(nomination, "appoint", actor=office)
        return
    with pytest.raises(RuleBroken, match="第二天起"):
        take_step(nomination, "appoint", actor=office)
    assert not Appointment.objects.exists()


def test_notice_begins_today_and_runs_the_days_of_the_setting(office):
    RosterSetting.objects.create(notice_days=5)
    nomination = take_step(standing("announcement"), "announce", actor=office, done_on=YESTERDAY)
    today = timezone.localdate()
    assert (nomination.notice_from, nomination.notice_until) == (today, today + timedelta(days=5))
    assert nomination.steps.get().done_on == today


def test_step_is_never_dated_before_the_one_it_follows_nor_ahead(office):
    nomination = take_step(standing("training"), "train", actor=office)
    with pytest.raises(RuleBroken, match="早于上一步“登记岗前培训”"):
        take_step(nomination, "exam", actor=office, done_on=YESTERDAY)
    with pytest.raises(RuleBroken, match="在将来"):
        take_step(nomination, "exam", actor=office, done_on=timezone.localdate() + timedelta(days=1))
    assert Nomination.objects.get().state == "exam"


@pytest.mark.parametrize(("verb", "state", "score"), [("train", "training", 80), ("exam", "exam", 101)])
def test_score_belongs_to_the_exam_and_ends_at_a_hundred(office, verb, state, score):
    with pytest.raises(RuleBroken):
        take_step(standing(state), verb, actor=office, score=Decimal(score))


def test_opinion_holds_no_personal_number(office):
    with pytest.raises(RuleBroken, match="身份证号"):
        take_step(standing("training"), "train", actor=office, opinion="电话19900001234")


def test_step_for_what_was_changed_meanwhile_is_refused(office):
    with pytest.raises(StaleRecord):
        take_step(standing("training"), "train", actor=office, seen="older")


def test_step_is_told_in_the_trail_once(office):
    take_step(standing("training"), "refuse", actor=office, opinion="未到场")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail["reason"]) == ("people.nomination.refuse", "未到场")


def test_place_puts_forward_its_own_people_only():
    own = CommunityFactory()
    values = {"role": "literate", "source": "recommended"}
    for place in (own, own.parent):
        put_forward(PersonFactory(), community=own, actor=coordinator_of(place), **values)
    with pytest.raises(NotAllowed):
        put_forward(PersonFactory(), community=CommunityFactory(), actor=coordinator_of(own), **values)
    assert Nomination.objects.count() == 2


def test_nobody_is_twice_on_the_same_way_but_may_begin_again_after_its_end(office):
    nomination = NominationFactory()
    again = {"role": "literate", "community": nomination.community, "source": "self", "actor": office}
    with pytest.raises(RuleBroken, match="正在办理"):
        put_forward(nomination.person, **again)
    take_step(nomination, "withdraw", actor=office, opinion="本人申请")
    assert put_forward(nomination.person, **again).state == "check"


def test_volunteers_and_whole_subdistricts_have_no_such_way(office):
    community = CommunityFactory()
    for values in (
        {"role": "volunteer", "community": community},
        {"role": "literate", "community": community.parent},
    ):
        with pytest.raises(RuleBroken):
            put_forward(PersonFactory(), source="self", actor=office, **values)


def test_holder_of_the_role_is_not_put_forward_again_unless_it_has_ended(office):
    held = AppointmentFactory(certificate_number="青普明1号", certified_on=date(2024, 1, 1))
    values = {"role": held.role, "community": held.community, "source": "self", "actor": office}
    with pytest.raises(RuleBroken, match="已有同一角色"):
        put_forward(held.person, **values)
    Appointment.objects.update(state=AppointmentState.LEFT)
    assert put_forward(held.person, **values).state == "check"


@pytest.mark.parametrize("state", ["nominated", "training", "notice"])
def test_whom_paper_left_on_the_way_goes_into_the_roster_by_a_nomination(office, state):
    held = AppointmentFactory(state=state)
    values = {"role": held.role, "community": held.community}
    assert put_forward(held.person, **values, source="self", actor=office).state == "check"
    Nomination.objects.update(
        state="notice", notice_from=YESTERDAY - timedelta(days=7), notice_until=YESTERDAY
    )
    take_step(Nomination.objects.get(), "appoint", actor=office)
    assert [(each.pk, each.state) for each in Appointment.objects.all()] == [(held.pk, "active")]


def test_appointment_by_another_door_meanwhile_is_told_and_not_doubled(office):
    nomination = standing("notice")
    AppointmentFactory(category="网格员", person=nomination.person, community=nomination.community)
    with pytest.raises(RuleBroken, match="已在这个居村的名册里"):
        take_step(nomination, "appoint", actor=office)
    Appointment.objects.update(state=AppointmentState.REMOVED)
    take_step(nomination, "appoint", actor=office)
    appointment = Appointment.objects.get()
    assert (appointment.state, appointment.category, appointment.nominated_by) == ("active", "", "居村推荐")


def test_failed_exam_is_written_down_and_tried_again_by_the_rule(office):
    RosterSetting.objects.create(exam_attempts=2)
    nomination = standing("exam")
    for score in (Decimal("59.5"), None):
        nomination = take_step(nomination, "fail", actor=office, score=score)
    assert (nomination.state, nomination.steps.count()) == ("exam", 2)
    for verb in ("exam", "fail"):
        with pytest.raises(RuleBroken, match="已考 2 次未通过"):
            take_step(nomination, verb, actor=office)
    assert take_step(nomination, "refuse", actor=office, opinion="考核未通过").state == "refused"


def test_second_try_may_pass(office):
    nomination = take_step(standing("exam"), "fail", actor=office, score=Decimal(40))
    nomination = take_step(nomination, "exam", actor=office, score=Decimal(60))
    assert nomination.state == "opinion"


@pytest.mark.parametrize(
    ("verb", "score", "refused"),
    [
        ("exam", "59.9", True),
        ("exam", "60", False),
        ("exam", None, False),
        ("fail", "60", True),
        ("fail", "59.9", False),
        ("fail", None, False),
    ],
)
def test_score_and_step_say_the_same(verb, score, refused, office):
    nomination, given = standing("exam"), Decimal(score) if score else None
    if refused:
        with pytest.raises(RuleBroken, match="合格 60"):
            take_step(nomination, verb, actor=office, score=given)
    else:
        take_step(nomination, verb, actor=office, score=given)
    assert nomination.steps.exists() is not refused


def test_step_keeps_the_file_it_rests_on_under_a_name_that_tells_nothing(office):
    nomination = take_step(standing("training"), "train", actor=office, upload=paper("培训签到.pdf"))
    step = nomination.steps.get()
    assert (step.file_name, "培训" in step.file.name, step.file.name[-4:]) == ("培训签到.pdf", False, ".pdf")


def test_file_that_is_no_paper_is_refused_and_the_step_not_taken(office):
    nomination = standing("training")
    with pytest.raises(UnsafeFile, match=r"运行\.pdf"):
        take_step(nomination, "train", actor=office, upload=ContentFile(b"MZ", name="运行.pdf"))
    assert Nomination.objects.get().state == "training"
