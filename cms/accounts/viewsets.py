"""What the office's own tables have in common in the admin."""

from cms.accounts.permissions import works_in_admin
from cms.core.tables import Table
from cms.core.viewsets import RuledViewSet
from cms.core.writing import Action


class OfficeViewSet(RuledViewSet):
    """A plain `table` of the office in the admin; whoever works there may look."""

    table: Table

    def may_see(self, user) -> bool:
        return works_in_admin(user)

    @property
    def model(self):
        return self.table.model

    @property
    def form_fields(self) -> list[str]:
        return list(self.table.writes)

    @property
    def adds(self) -> Action | None:
        return self.table.adds

    @property
    def changes(self) -> Action | None:
        return self.table.changes

    @property
    def removes(self) -> Action | None:
        return self.table.removes
