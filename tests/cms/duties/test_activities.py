"""The way of an activity through review, as a table of who may move what where."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services.roles import groups_of
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.duties import services
from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord
from cms.duties.models.requirements import REQUIREMENTS, missing_from
from search.models import SearchDocument
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import (
    ActivityFactory,
    DutyItemFactory,
    DutyListFactory,
    logger_of,
    published,
)

pytestmark = pytest.mark.django_db
S = ActivityState

# What each verb makes of each state; None where it must refuse.
MOVES = {
    "submit": {S.DRAFT: S.SUBMITTED, S.RETURNED: S.RESUBMITTED},
    "withdraw": {S.SUBMITTED: S.DRAFT, S.RESUBMITTED: S.RETURNED},
    "approve": {S.SUBMITTED: S.APPROVED, S.RESUBMITTED: S.APPROVED},
    "return": {S.SUBMITTED: S.RETURNED, S.RESUBMITTED: S.RETURNED, S.APPROVED: S.RETURNED},
    "publish": {S.APPROVED: S.PUBLISHED},
    "unpublish": {S.PUBLISHED: S.APPROVED},
}
AGENCY_VERBS = ("submit", "withdraw")
REASONED = ("return", "unpublish")


def _call(verb, activity, actor, reason="写明原因"):
    extra = {"reason": reason} if verb in REASONED else {}
    return getattr(services, f"{verb}_activity")(activity, actor=actor, seen=activity.lock_version, **extra)


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def logger(agency):
    return logger_of(agency)


@pytest.mark.parametrize("state", list(S), ids=str)
@pytest.mark.parametrize("verb", MOVES)
def test_every_verb_moves_only_from_its_states(verb, state, agency, logger, office):
    activity = ActivityFactory(host=agency, state=state)
    actor = logger if verb in AGENCY_VERBS else office
    expected = MOVES[verb].get(state)
    if expected is None:
        with pytest.raises((RuleBroken, NotAllowed)):
            _call(verb, activity, actor)
        activity.refresh_from_db()
        assert activity.state == state
        assert not activity.transitions.exists()
        return
    moved = _call(verb, activity, actor)
    assert moved.state == expected
    step = activity.transitions.get()
    assert (step.from_state, step.to_state, step.actor) == (state, expected, actor)
    assert AuditEntry.objects.filter(action=f"duties.activityrecord.{verb}", actor=actor).exists()


@pytest.mark.parametrize("verb", MOVES)
def test_nobody_else_moves_it(verb, agency):
    state = next(iter(MOVES[verb]))
    activity = ActivityFactory(host=agency, state=state)
    strangers = [
        logger_of(AgencyFactory()),
        UserFactory(roles=[Role.EDITOR]),
        UserFactory(roles=[Role.MEMBER]),
    ]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            _call(verb, activity, stranger)


@pytest.mark.parametrize("verb", ["approve", "return", "publish"])
def test_reviewer_never_judges_an_own_item(verb, agency):
    recorder = UserFactory(roles=[Role.OFFICE])
    state = next(iter(MOVES[verb]))
    with pytest.raises(NotAllowed):
        _call(verb, ActivityFactory(host=agency, state=state, created_by=recorder), recorder)
    colleague = logger_of(agency)
    colleague.groups.add(*recorder.groups.all())
    with pytest.raises(NotAllowed):
        _call(verb, ActivityFactory(host=agency, state=state), colleague)


@pytest.mark.parametrize("verb", REASONED)
def test_a_refusal_needs_a_reason(verb, office):
    activity = ActivityFactory(state=next(iter(MOVES[verb])))
    with pytest.raises(RuleBroken) as refused:
        _call(verb, activity, office, reason="  ")
    assert "reason" in refused.value.message_dict


@pytest.mark.parametrize(
    "field", [requirement.field for requirement in REQUIREMENTS if requirement.field != "name"]
)
def test_submission_names_what_is_missing(field, agency, logger):
    activity = ActivityFactory(host=agency)
    related = activity._meta.get_field(field).many_to_many
    if related:
        getattr(activity, field).clear()
    else:
        blank = "address" if field == "venue" else field
        setattr(activity, blank, "" if blank in ("form", "summary", "address") else None)
        activity.save()
    label = str(next(row.label for row in missing_from(activity)))
    with pytest.raises(RuleBroken, match=label.replace("（", ".").replace("）", ".")):
        _call("submit", activity, logger)


def test_every_requirement_names_its_rule():
    assert all("依据：" in str(requirement.because) for requirement in REQUIREMENTS)


@pytest.mark.parametrize("column", ["starts_at", "ends_at", "onsite", "online"])
def test_database_refuses_an_incomplete_submission(column):
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityFactory(
            state=S.SUBMITTED, **{column: None, **({"ends_at": None} if column == "starts_at" else {})}
        )


def test_submission_waits_until_the_activity_has_begun(agency, logger):
    activity = ActivityFactory(host=agency, starts_at=timezone.now() + datetime.timedelta(days=1))
    with pytest.raises(RuleBroken, match="还没有开始"):
        _call("submit", activity, logger)


def test_stale_writer_is_told_and_changes_nothing(agency, logger):
    activity = ActivityFactory(host=agency)
    seen = activity.lock_version
    services.save_activity(activity, actor=logger, seen=seen, name="新的名称")
    with pytest.raises(services.StaleRecord, match="被别人改动"):
        services.save_activity(activity, actor=logger, seen=seen, name="旧页面写的名称")
    activity.refresh_from_db()
    assert activity.name == "新的名称"


def test_approval_of_what_has_changed_meanwhile_is_refused(agency, logger, office):
    activity = ActivityFactory(host=agency, state=S.SUBMITTED)
    read = activity.lock_version
    withdrawn = _call("withdraw", activity, logger)
    changed = services.save_activity(withdrawn, actor=logger, seen=withdrawn.lock_version, onsite=9999)
    _call("submit", changed, logger)
    with pytest.raises(services.StaleRecord):
        services.approve_activity(activity, actor=office, seen=read)


def test_items_must_be_owed_by_the_host(agency, logger):
    duty_list = DutyListFactory()
    own = DutyItemFactory(list=duty_list, agency=agency)
    common = DutyItemFactory(list=duty_list, agency=None, kind="common")
    foreign = DutyItemFactory(list=duty_list)
    published(duty_list)
    activity = services.start_activity(agency, actor=logger, name="讲座", items=[own, common])
    assert set(activity.items.all()) == {own, common}
    with pytest.raises(RuleBroken, match="本单位承担"):
        services.save_activity(activity, actor=logger, seen=activity.lock_version, items=[foreign])


def test_items_of_a_list_not_yet_published_cannot_be_served(agency, logger):
    item = DutyItemFactory(agency=agency)
    with pytest.raises(RuleBroken):
        services.start_activity(agency, actor=logger, name="讲座", items=[item])


@pytest.mark.parametrize(
    "values", [{"summary": "联系张某 13812345678"}, {"address": "身份证 110101199003074477 户"}]
)
def test_publishing_stops_at_a_personal_number(values, office):
    activity = ActivityFactory(state=S.APPROVED)
    ActivityRecord.objects.update(**values)
    with pytest.raises(RuleBroken, match="\\*\\*\\*\\*"):
        _call("publish", activity, office)


def test_only_a_published_activity_is_findable(office):
    activity = ActivityFactory(state=S.APPROVED)
    found = SearchDocument.objects.filter(key=f"duties.activityrecord:{activity.pk}", deleted=False)
    assert not found.exists()
    shown = _call("publish", activity, office)
    assert activity.laws.get().short_title in found.get().body
    _call("unpublish", shown, office)
    assert not found.exists()


def test_discarding_is_for_drafts_never_submitted(agency, logger):
    activity = ActivityFactory(host=agency)
    back = _call("withdraw", _call("submit", activity, logger), logger)
    with pytest.raises(RuleBroken, match="留存"):
        services.discard_activity(back, actor=logger, seen=back.lock_version)
    fresh = ActivityFactory(host=agency)
    services.discard_activity(fresh, actor=logger, seen=fresh.lock_version)
    assert not ActivityRecord.objects.filter(pk=fresh.pk).exists()


def test_reviewer_never_judges_what_they_had_a_hand_in_also_after_leaving_the_agency(agency):
    writer = logger_of(agency)
    activity = ActivityFactory(host=agency)
    services.save_activity(activity, actor=writer, seen=activity.lock_version, summary="改过的小结")
    writer.memberships.all().delete()
    writer.groups.set(groups_of([Role.OFFICE]))
    ActivityRecord.objects.filter(pk=activity.pk).update(state=S.SUBMITTED)
    activity.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.approve_activity(activity, actor=User.objects.get(pk=writer.pk))
    services.approve_activity(activity, actor=UserFactory(roles=[Role.OFFICE]))


@pytest.mark.parametrize("verb", ["approve", "return", "publish"])
@pytest.mark.parametrize("step", [S.SUBMITTED, S.RESUBMITTED])
def test_reviewer_never_judges_what_they_submitted_also_after_leaving_the_agency(verb, step, agency):
    reviewer = UserFactory(roles=[Role.OFFICE])
    activity = ActivityFactory(host=agency, state=next(iter(MOVES[verb])))
    activity.transitions.create(actor=reviewer, actor_name=str(reviewer), from_state=S.DRAFT, to_state=step)
    with pytest.raises(NotAllowed):
        _call(verb, activity, reviewer)
    _call(verb, activity, UserFactory(roles=[Role.OFFICE]))
