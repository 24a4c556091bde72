from cms.accounts.enums import Role
from cms.accounts.permissions import has_role


def can_manage_events(user) -> bool:
    """Editors and the office announce events."""
    return has_role(user, Role.EDITOR, Role.OFFICE)


def can_publish_events(user) -> bool:
    return has_role(user, Role.OFFICE, Role.REVIEWER)


def can_see_registrations(user) -> bool:
    """Names and telephones of those who registered: the office alone."""
    return has_role(user, Role.OFFICE)
