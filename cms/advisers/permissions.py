from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office, is_signed_in
from cms.places.permissions import can_coordinate

if TYPE_CHECKING:
    from cms.advisers.models import Agreement, DutyDay, ServiceEntry


def can_manage_advisers(user) -> bool:
    """Only the office says who advises which community."""
    return is_office(user)


def is_adviser(user) -> bool:
    """Whether the office has said which adviser the account is."""
    return is_signed_in(user) and getattr(user, "adviser", None) is not None


def keeps_service(user) -> bool:
    """Whoever has to do with what advisers do: the office, the places, the advisers themselves."""
    return is_office(user) or has_role(user, Role.COMMUNITY_COORDINATOR) or is_adviser(user)


def can_keep_service(user, held: "DutyDay | ServiceEntry") -> bool:
    """Whoever coordinates the place, and the adviser whose agreement it is."""
    return can_keep_agreement(user, held.agreement)


def can_keep_agreement(user, agreement: "Agreement") -> bool:
    own = is_signed_in(user) and agreement.adviser.account_id == user.pk
    return own or can_coordinate(user, agreement.community)
