from django.db.models import QuerySet

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role
from cms.agencies.models import Agency


def agencies_of(user) -> QuerySet[Agency]:
    """The agencies an account acts for."""
    if not has_role(user, Role.AGENCY_LOGGER):
        return Agency.objects.none()
    return Agency.objects.filter(members__user=user)
