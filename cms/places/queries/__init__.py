from django.db.models import QuerySet

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office
from cms.places.models import Place


def coordinated_communities(user) -> QuerySet[Place]:
    """The 居村 an account coordinates, directly or through their 街镇; all for the office."""
    communities = Place.objects.communities().select_related("parent")
    if is_office(user):
        return communities
    if not has_role(user, Role.COMMUNITY_COORDINATOR):
        return communities.none()
    held = user.coordinated.values("place")
    return communities.filter(pk__in=held) | communities.filter(parent__in=held)
