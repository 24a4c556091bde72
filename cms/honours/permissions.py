from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office
from cms.core.audit import did
from cms.places.permissions import is_coordinator_of

if TYPE_CHECKING:
    from cms.honours.models import Application, Title

# What makes an application one's own: whoever did one of these does not judge it.
OWN = ("create", "fill", "submit")


def can_run_honours(user) -> bool:
    """The office draws up the cycles and decides for the district."""
    return is_office(user)


def takes_part(user) -> bool:
    """Whoever applies for a 居村, speaks for a 街镇 or decides for the district."""
    return is_office(user) or has_role(user, Role.COMMUNITY_COORDINATOR)


def applies_for(user, application: "Application") -> bool:
    """The 居村 itself applies: neither 街镇 nor office in its stead."""
    return is_coordinator_of(user, application.community)


def is_own_application(user, application: "Application") -> bool:
    """Whether the account belongs to the applicant, or had a hand in the application."""
    return applies_for(user, application) or did(
        user, *(f"honours.application.{verb}" for verb in OWN), to=application
    )


def speaks_for_town(user, application: "Application") -> bool:
    """The 街镇 with its 司法所, and never about the own application."""
    return is_coordinator_of(user, application.community.parent) and not is_own_application(user, application)


def decides_for_district(user, application: "Application") -> bool:
    """The office, and never about the own application."""
    return is_office(user) and not is_own_application(user, application)


def decides_on_title(user, title: "Title") -> bool:
    """The office, and never about the title of the own 居村."""
    if title.application is not None:
        return decides_for_district(user, title.application)
    return is_office(user) and not is_coordinator_of(user, title.community)
