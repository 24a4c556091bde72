"""Who may read the figures and write the yearly reports."""

from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office, works_in_admin
from cms.agencies.permissions import can_act_for

if TYPE_CHECKING:
    from cms.reports.models import Report


def can_see_figures(user) -> bool:
    """All of the district's: whoever works in the admin. An agency sees its own in the portal."""
    return works_in_admin(user)


def writes_reports(user) -> bool:
    return has_role(user, Role.OFFICE, Role.AGENCY_LOGGER)


def can_write_report(user, report: "Report") -> bool:
    """The office writes the district's, an agency's logger its own."""
    return is_office(user) if report.agency is None else can_act_for(user, report.agency)


def can_see_report(user, report: "Report") -> bool:
    return works_in_admin(user) or can_write_report(user, report)


def can_reconsider(user) -> bool:
    """Whether what rests on a changed law is still right: 普法办 decides."""
    return is_office(user)


def can_publish_reports(user) -> bool:
    return is_office(user)
