"""Who works in the whole district: a logger for each agency, and a clerk who takes tables in."""

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services.accounts import CREATE
from cms.accounts.services.roles import groups_of
from cms.agencies.models import Agency, AgencyMember
from cms.agencies.services import MEMBERS
from cms.core.writing import write
from sites.demo.office import Office
from sites.demo.year.names import full_name


def build_desks(office: Office, agencies: list[Agency]) -> dict[Agency, User]:
    """The logger of each agency. Their accounts open with the demo's own password too."""
    admin = office.accounts["admin"]
    office.accounts["clerk"] = _account(office, "clerk", "钱内勤", Role.OFFICE)
    held = {each.agency: each.user for each in AgencyMember.objects.select_related("agency", "user")}
    for number, agency in enumerate(agencies):
        if agency not in held:
            user = _account(office, agency.code.lower(), full_name(3 * number), Role.AGENCY_LOGGER)
            MEMBERS.add(actor=admin, user=user, agency=agency)
            held[agency] = user
    return held


def _account(office: Office, username: str, name: str, role: Role) -> User:
    user, admin = User(), office.accounts["admin"]
    # Hashed once, as for the small demo.
    given = {"username": username, "name": name, "password": admin.password, "groups": groups_of([role])}
    write(user, CREATE, given, actor=admin)
    return user
