"""Roles: given, taken, set. Every change ends the sessions of the account."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import can_change_account, can_manage_accounts
from cms.accounts.services.keeping import ADMINISTERS, end_all_sessions, mirror, refuse_to_lose
from cms.core import audit
from cms.core.writing import Action, writing


def _manages(actor) -> bool:
    """None is the system itself, which sets up what nobody could give yet."""
    return actor is None or can_manage_accounts(actor)


def _may_change(actor, account) -> bool:
    return actor is None or can_change_account(actor, account)


def _action(name: str, label) -> Action[User]:
    return Action(name, label, _manages, writes=("groups", "sessions_ended"), of=_may_change)


SET = _action("accounts.user.roles", _("调整角色"))
# Told below, by the role.
GRANT, REVOKE = _action("accounts.role.grant", ""), _action("accounts.role.revoke", "")


def create_role_groups() -> None:
    """Make the group of every role; safe to repeat."""
    for role in Role:
        Group.objects.get_or_create(name=str(role.label))


@transaction.atomic
def grant_role(user: User, role: Role, *, actor: User | None = None) -> None:
    """Give `user` a role. `actor` is None where the system itself acts, else must manage accounts."""
    _hold(user, lambda held: held | {role}, GRANT, actor)
    audit.record(actor, GRANT.name, user, role=role.value)


@transaction.atomic
def revoke_role(user: User, role: Role, *, actor: User | None = None) -> None:
    """Take a role from `user`; the same rule as for granting."""
    _hold(user, lambda held: held - {role}, REVOKE, actor)
    audit.record(actor, REVOKE.name, user, role=role.value)


def set_roles(user: User, roles: Iterable[Role], *, actor: User) -> None:
    """Give `user` exactly these roles."""
    wanted = frozenset(roles)
    _hold(user, lambda held: wanted, SET, actor)


def groups_of(roles: Iterable[Role]):
    """The groups that stand for the roles."""
    return Group.objects.filter(name__in=[str(role.label) for role in roles])


def _hold(user: User, wanted, action: Action[User], actor: User | None) -> None:
    relations: dict = {"groups": ()}
    with writing(user, action, actor=actor, relations=relations) as held:
        before = held.roles
        after = wanted(before)
        if after != before:
            if Role.ADMINISTRATOR in before - after:
                refuse_to_lose(held, ADMINISTERS, actor)
            end_all_sessions(held)
        relations["groups"] = groups_of(after)
    mirror(user, held)
