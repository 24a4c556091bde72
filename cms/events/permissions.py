from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office
from cms.agencies.permissions import can_act_for
from cms.core.audit import has_written

if TYPE_CHECKING:
    from cms.events.models import Event


def can_manage_events(user) -> bool:
    """Editors and the office announce events."""
    return has_role(user, Role.EDITOR, Role.OFFICE)


def can_publish_events(user) -> bool:
    return has_role(user, Role.OFFICE, Role.REVIEWER)


def can_see_events_in_admin(user) -> bool:
    return can_manage_events(user) or can_publish_events(user)


def is_not_the_writer(user, event: "Event") -> bool:
    """Nobody approves words of their own. Occasions of a series were copied from one another."""
    copied = event.series.events.all() if event.series else ()
    return not has_written(user, event, *copied)


def can_see_registrations(user) -> bool:
    """Names and telephones of those who registered: the office alone."""
    return has_role(user, Role.OFFICE)


def can_receive(user) -> bool:
    """Who may stand at the door of some event: the office, and the accounts of hosts."""
    return has_role(user, Role.OFFICE, Role.AGENCY_LOGGER)


def receives_at(user, event: "Event") -> bool:
    """Who stands at the door of this one, and reads what was said of it afterwards."""
    return is_office(user) or can_act_for(user, event.host)
