"""The tables of advisers. An agreement is never deleted: it is the community's history."""

from cms.advisers.models import Adviser, Agreement
from cms.advisers.permissions import can_manage_advisers
from cms.core.tables import Table

ADVISERS = Table(
    Adviser,
    can_manage_advisers,
    writes=("name", "firm", "office_phone", "hours", "account"),
    offers=("create", "change"),
)
AGREEMENTS = Table(
    Agreement,
    can_manage_advisers,
    writes=("community", "adviser", "starts_on", "ends_on"),
    offers=("create", "change"),
)
