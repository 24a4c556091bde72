"""Roles: given, taken, set. Every change ends the sessions of the account."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import can_change_account
from cms.accounts.services.keeping import end_all_sessions, locked, refuse_to_lose_administrator
from cms.core import audit
from cms.core.errors import require


def create_role_groups() -> None:
    """Make the group of every role; safe to repeat."""
    for role in Role:
        Group.objects.get_or_create(name=str(role.label))


@transaction.atomic
def grant_role(user: User, role: Role, *, actor: User | None = None) -> None:
    """Give `user` a role. `actor` is None where the system itself acts, else must manage accounts."""
    require(actor is None or can_change_account(actor, user))
    _hold(user, user.roles | {role})
    audit.record(actor, "accounts.role.grant", user, role=role.value)


@transaction.atomic
def revoke_role(user: User, role: Role, *, actor: User | None = None) -> None:
    """Take a role from `user`; the same rule as for granting."""
    require(actor is None or can_change_account(actor, user))
    if role == Role.ADMINISTRATOR:
        refuse_to_lose_administrator(user, actor)
    _hold(user, user.roles - {role})
    audit.record(actor, "accounts.role.revoke", user, role=role.value)


@transaction.atomic
def set_roles(user: User, roles: Iterable[Role], *, actor: User) -> None:
    """Give `user` exactly these roles."""
    require(can_change_account(actor, user))
    held, wanted = locked(user).roles, frozenset(roles)
    if wanted == held:
        return
    if Role.ADMINISTRATOR in held - wanted:
        refuse_to_lose_administrator(user, actor)
    _hold(user, wanted)
    audit.record(
        actor, "accounts.user.roles", user, old={"groups": _named(held)}, new={"groups": _named(wanted)}
    )


def _hold(user: User, roles: Iterable[Role]) -> None:
    user.groups.set(Group.objects.filter(name__in=_named(roles)))
    user.__dict__.pop("roles", None)
    end_all_sessions(user)


def _named(roles: Iterable[Role]) -> list[str]:
    return [str(role.label) for role in Role if role in set(roles)]
