from django.db.models import QuerySet

from cms.accounts.enums import Role
from cms.accounts.models import User


def accounts_with_mailbox(email: str) -> list[User]:
    """The open accounts a letter to that mailbox may be about."""
    found = User.objects.filter(email__iexact=email, is_active=True).exclude(email="")
    return [account for account in found if account.has_usable_password()]


def accounts_in(*roles: Role) -> QuerySet[User]:
    """Open accounts that were given one of these roles, by name."""
    names = [str(role.label) for role in roles]
    return User.objects.filter(is_active=True, groups__name__in=names).distinct().order_by("name", "pk")
