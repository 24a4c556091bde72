"""Who may do what with duty lists and activity records."""

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office, works_in_admin
from cms.agencies.permissions import can_act_for
from cms.duties.enums import ActivityState


def can_manage_lists(user) -> bool:
    """普法办 draws up, approves and publishes the duty list."""
    return is_office(user)


def can_see_lists_in_admin(user) -> bool:
    return works_in_admin(user)


def can_edit_list(user, duty_list) -> bool:
    return duty_list.is_open and can_manage_lists(user)


def is_activity_reviewer(user) -> bool:
    return has_role(user, Role.REVIEWER, Role.OFFICE)


def can_import_activities(user) -> bool:
    """普法办 takes in the ledgers that agencies send on paper."""
    return is_office(user)


def can_log_for(user, agency) -> bool:
    return can_act_for(user, agency)


def can_see_activity(user, activity) -> bool:
    """The host's own loggers always, reviewers once it was submitted. A draft is the agency's alone."""
    if can_act_for(user, activity.host):
        return True
    return activity.state != ActivityState.DRAFT and is_activity_reviewer(user)


def can_change_activity(user, activity) -> bool:
    return activity.is_open and can_act_for(user, activity.host)


def can_withdraw_activity(user, activity) -> bool:
    """While it waits, before anyone has judged it."""
    return activity.is_waiting and can_act_for(user, activity.host)


def can_review_activity(user, activity) -> bool:
    """A reviewer never reviews an own item: one they recorded, submitted, or of an agency they act for."""
    return is_activity_reviewer(user) and not _is_own(user, activity)


def can_publish_activity(user, activity) -> bool:
    return is_office(user) and not _is_own(user, activity)


def _is_own(user, activity) -> bool:
    return (
        activity.created_by_id == user.pk
        or user.memberships.filter(agency=activity.host_id).exists()
        or activity.transitions.filter(
            actor=user, to_state__in=(ActivityState.SUBMITTED, ActivityState.RESUBMITTED)
        ).exists()
    )
