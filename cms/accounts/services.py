from django.contrib.auth.models import Group
from django.db import transaction

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import can_manage_accounts
from cms.core import audit
from cms.core.errors import require


def create_role_groups() -> None:
    """Make the group of every role; safe to repeat."""
    for role in Role:
        Group.objects.get_or_create(name=str(role.label))


@transaction.atomic
def grant_role(user: User, role: Role, *, actor: User | None = None) -> None:
    """Give `user` a role. `actor` is None where the system itself acts, else must manage accounts."""
    require(actor is None or can_manage_accounts(actor))
    user.groups.add(Group.objects.get(name=str(role.label)))
    user.__dict__.pop("roles", None)
    audit.record(actor, "accounts.role.grant", user, role=role.value)


@transaction.atomic
def revoke_role(user: User, role: Role, *, actor: User | None = None) -> None:
    """Take a role from `user`; the same rule as for granting."""
    require(actor is None or can_manage_accounts(actor))
    user.groups.remove(Group.objects.get(name=str(role.label)))
    user.__dict__.pop("roles", None)
    audit.record(actor, "accounts.role.revoke", user, role=role.value)
