"""Who may do what with duty lists and activity records."""

from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office, works_in_admin
from cms.agencies.permissions import can_act_for
from cms.core.audit import did, has_written
from cms.core.models import needs_two_people
from cms.duties.enums import COUNTED_STATES, WAITING_STATES, ActivityState

if TYPE_CHECKING:
    from cms.agencies.models import Agency
    from cms.duties.models import ActivityRecord, CoHostAnswer, DutyList, LikenessDecision, NewsDraft


def can_manage_lists(user) -> bool:
    """普法办 draws up, approves and publishes the duty list."""
    return is_office(user)


def can_see_lists_in_admin(user) -> bool:
    return works_in_admin(user)


def is_not_the_lists_writer(user, duty_list: "DutyList") -> bool:
    """Who wrote the list or one of its items does not approve it."""
    return not has_written(user, duty_list, *duty_list.items.all())


def can_publish_list(user, duty_list: "DutyList") -> bool:
    """Another than the one who approved it, unless the office works with one person."""
    return not (needs_two_people() and did(user, "duties.dutylist.approve", to=duty_list))


def is_activity_reviewer(user) -> bool:
    return has_role(user, Role.REVIEWER, Role.OFFICE)


def can_import_activities(user) -> bool:
    """普法办 takes in the ledgers that agencies send on paper."""
    return is_office(user)


def can_log_for(user, agency: "Agency") -> bool:
    return can_act_for(user, agency)


def acts_for_an_agency(user) -> bool:
    return has_role(user, Role.AGENCY_LOGGER)


def acts_for_the_host(user, activity: "ActivityRecord") -> bool:
    return can_act_for(user, activity.host)


def can_see_activity(user, activity: "ActivityRecord") -> bool:
    """The host's own loggers always, reviewers once it was submitted. A draft is the agency's alone."""
    if can_act_for(user, activity.host):
        return True
    return activity.state != ActivityState.DRAFT and is_activity_reviewer(user)


def can_change_activity(user, activity: "ActivityRecord") -> bool:
    return activity.is_open and can_act_for(user, activity.host)


def can_withdraw_activity(user, activity: "ActivityRecord") -> bool:
    """While it waits, before anyone has judged it."""
    return activity.is_waiting and can_act_for(user, activity.host)


def is_not_own(user, activity: "ActivityRecord") -> bool:
    """A reviewer never reviews an own item: of an agency they act for, as host or co-host, or one they ever
    had a hand in.

    What one did is remembered by the trail, whatever memberships one has given up since.
    """
    own = {*user.memberships.values_list("agency", flat=True)}
    return not (
        activity.created_by_id == user.pk
        or activity.host_id in own
        or (own and activity.co_hosts.filter(pk__in=own).exists())
        or has_written(user, activity, *activity.evidence.only("pk"))
        or activity.transitions.filter(actor=user, to_state__in=WAITING_STATES).exists()
    )


def can_draft_news(user, draft: "NewsDraft") -> bool:
    """Of what counts; that the page may be written where it goes is asked there."""
    return draft.activity.state in COUNTED_STATES


def can_answer_as_co_host(user, answer: "CoHostAnswer") -> bool:
    """Of an activity that was handed in and names an agency the account acts for."""
    activity = answer.activity
    return (
        activity.state != ActivityState.DRAFT
        and can_act_for(user, answer.agency)
        and activity.co_hosts.filter(pk=answer.agency_id).exists()
    )


def can_tell_apart(user, decision: "LikenessDecision") -> bool:
    """Who may see both records and has a hand in neither."""
    both = (decision.first, decision.second)
    return all(can_see_activity(user, each) and is_not_own(user, each) for each in both)


def approves_and_publishes(user) -> bool:
    """In one step only where the office works with one person."""
    return is_office(user) and not needs_two_people()


def can_publish_activity(user, activity: "ActivityRecord") -> bool:
    """Not an own one; nor one they approved, unless the office works with one person."""
    return is_not_own(user, activity) and not (
        needs_two_people() and did(user, "duties.activityrecord.approve", to=activity)
    )
