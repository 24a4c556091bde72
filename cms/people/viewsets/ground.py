"""What every table of the rosters is built on."""

from cms.accounts.permissions import is_office
from cms.accounts.viewsets import OfficeViewSet
from cms.core.viewsets import RuledViewSet


class Roster(RuledViewSet):
    """Personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return is_office(user)


class RosterTable(Roster, OfficeViewSet):
    pass
