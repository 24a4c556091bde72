from django.db.models import QuerySet

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role
from cms.agencies.models import Agency


def agencies_of(user) -> QuerySet[Agency]:
    """The agencies an account acts for."""
    if not has_role(user, Role.AGENCY_LOGGER):
        return Agency.objects.none()
    return Agency.objects.filter(members__user=user)


def names_in_passwords(user) -> list[str]:
    """What anybody would try first for an account of an agency."""
    names = Agency.objects.filter(members__user=user).values_list("name", "short_name", "code")
    return [name for row in names for name in row if name]
