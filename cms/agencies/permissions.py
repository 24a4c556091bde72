from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office

if TYPE_CHECKING:
    from cms.agencies.models import Agency


def can_manage_agencies(user) -> bool:
    return is_office(user)


def can_act_for(user, agency: "Agency") -> bool:
    """True when the account is a logger of this agency. The office does not act for agencies."""
    return has_role(user, Role.AGENCY_LOGGER) and user.memberships.filter(agency=agency).exists()
