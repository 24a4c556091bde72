"""Who an account is, as predicates that services, views and templates share."""

from typing import TYPE_CHECKING

from cms.accounts.enums import OFFICE_SIDE, Role

if TYPE_CHECKING:
    from cms.accounts.models import User


def is_signed_in(user) -> bool:
    """With an account that is open."""
    return user.is_authenticated and user.is_active


def has_role(user, *roles: Role) -> bool:
    """True when the active account holds one of `roles`.

    An administrator stands in for every office-side role, never for an agency, community or member.
    """
    if not is_signed_in(user):
        return False
    held = user.roles
    if user.is_superuser or Role.ADMINISTRATOR in held:
        held = held | set(OFFICE_SIDE)
    return not held.isdisjoint(roles)


def is_administrator(user) -> bool:
    return has_role(user, Role.ADMINISTRATOR)


def is_office(user) -> bool:
    """普法办 or an administrator."""
    return has_role(user, Role.OFFICE)


def works_in_admin(user) -> bool:
    """True for those whose work lies in the admin rather than in the portal."""
    return has_role(user, *OFFICE_SIDE)


def can_manage_accounts(user) -> bool:
    return has_role(user, Role.ADMINISTRATOR)


def can_change_account(user, account: "User") -> bool:
    """Whether `user` may change, close, reopen or give a password to `account`.

    Whoever is no superuser has no hand in the account of one.
    """
    return can_manage_accounts(user) and (user.is_superuser or not account.is_superuser)


def is_own_account(user, account: "User") -> bool:
    return is_signed_in(user) and user.pk == account.pk


def can_name_superusers(user) -> bool:
    return user.is_active and user.is_superuser


def can_see_trail(user) -> bool:
    """The audit trail: who looks after the accounts looks after it."""
    return has_role(user, Role.ADMINISTRATOR)


def gives_reading_keys(user) -> bool:
    """Who lets programs of others read the open data in quantity."""
    return is_office(user)
