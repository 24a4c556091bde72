"""What the office's own tables have in common in the admin."""

from django.utils.functional import cached_property

from cms.accounts.permissions import works_in_admin
from cms.core.policies import PredicatePolicy
from cms.core.viewsets import RuledViewSet


class OfficeViewSet(RuledViewSet):
    """A table of the office. Subclasses name `may_write`; whoever works in the admin may look.

    `writes` are the actions the table offers: an imported table offers none.
    """

    inspect_view_enabled = True
    writes = frozenset({"add", "change", "delete"})

    def may_see(self, user) -> bool:
        return works_in_admin(user)

    def may_write(self, user) -> bool:
        raise NotImplementedError

    @cached_property
    def policy(self) -> PredicatePolicy:
        rights = dict.fromkeys(self.writes, self.may_write)
        return PredicatePolicy(self.model, view=self.may_see, **rights)
