from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role
from cms.core.audit import has_written

if TYPE_CHECKING:
    from cms.guides.models import Guide


def can_write_guides(user) -> bool:
    """Editors and the office put the questions."""
    return has_role(user, Role.EDITOR, Role.OFFICE)


def can_publish_guides(user) -> bool:
    return has_role(user, Role.OFFICE, Role.REVIEWER)


def can_see_guides_in_admin(user) -> bool:
    return can_write_guides(user) or can_publish_guides(user)


def is_not_the_writer(user, guide: "Guide") -> bool:
    """Nobody lets the public have words of their own: somebody else reads them first."""
    return not has_written(user, guide)
