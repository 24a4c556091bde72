"""The tables of agencies: the bodies, what else they are called, who acts for them."""

from cms.agencies.models import Agency, AgencyMember, AgencyName
from cms.agencies.permissions import can_manage_agencies
from cms.core.tables import Table

AGENCIES = Table(
    Agency,
    can_manage_agencies,
    writes=(
        "code", "name", "short_name", "kind", "contact_office", "office_phone", "place", "is_active",
    ),
)  # fmt: skip
NAMES = Table(AgencyName, can_manage_agencies, writes=("agency", "name"))
MEMBERS = Table(AgencyMember, can_manage_agencies, writes=("user", "agency"))
