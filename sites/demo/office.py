"""The demo district's frame: an invented 青桥区, its places, agencies and accounts. Nobody is real."""

from collections.abc import Iterable
from dataclasses import dataclass

from shapely.geometry import MultiPolygon, Polygon

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import grant_role
from cms.accounts.services.accounts import CREATE
from cms.accounts.services.roles import groups_of
from cms.agencies.enums import AgencyKind
from cms.agencies.models import Agency
from cms.agencies.services import AGENCIES, MEMBERS, NAMES
from cms.core.writing import write
from cms.places.enums import PlaceKind
from cms.places.models import Place, Venue
from cms.places.services import COORDINATORS, PLACES, set_outlines
from sites.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from sites.demo.venues import build_venues

TOWNS = {
    ("990101001", "清溪街道", PlaceKind.SUBDISTRICT): ("柳林", "枕河", "书院里", "望桥"),
    ("990101002", "云杉街道", PlaceKind.SUBDISTRICT): ("松风", "晴川", "南浦新村"),
    ("990101101", "石塘镇", PlaceKind.TOWN): ("稻香", "石塘", "东渡村"),
}
# Longitude and latitude; the borders they share run along an invented river and railway.
OUTLINES = {
    "990101001": [(121.38, 31.24), (121.41, 31.245), (121.415, 31.262), (121.405, 31.28), (121.376, 31.272)],
    "990101002": [
        (121.41, 31.245), (121.44, 31.238), (121.452, 31.259), (121.438, 31.284), (121.405, 31.28),
        (121.415, 31.262),
    ],
    "990101101": [
        (121.376, 31.272), (121.405, 31.28), (121.438, 31.284), (121.43, 31.312), (121.392, 31.318),
        (121.37, 31.298),
    ],
}  # fmt: skip
# Code, name, short name, kind, and the other names that tables have for it.
BODIES = (
    ("QQ-SF", "青桥区司法局", "区司法局", AgencyKind.GOVERNMENT, ("青桥司法局", "区司法局（普法办）")),
    ("QQ-GA", "青桥区公安局", "区公安局", AgencyKind.GOVERNMENT, ("青桥公安分局", "公安青桥分局")),
    ("QQ-JY", "青桥区教育局", "区教育局", AgencyKind.GOVERNMENT, ("青桥教育局",)),
    (
        "QQ-RS",
        "青桥区人力资源和社会保障局",
        "区人社局",
        AgencyKind.GOVERNMENT,
        ("青桥人社局", "区人力社保局"),
    ),
    ("QQ-SC", "青桥区市场监督管理局", "区市场监管局", AgencyKind.GOVERNMENT, ("青桥市场监管局", "区市监局")),
    ("QQ-FY", "青桥区人民法院", "区法院", AgencyKind.COURT, ("青桥法院", "区人民法院")),
    ("QQ-FL", "青桥区妇女联合会", "区妇联", AgencyKind.MASS_ORGANISATION, ("青桥妇联",)),
)


@dataclass(frozen=True)
class Office:
    """What later steps build on."""

    accounts: dict[str, User]
    agencies: dict[str, Agency]
    communities: list[Place]
    square: Venue


def build_office() -> Office:
    """Places, agencies, venues and accounts."""
    accounts = _accounts()
    admin = accounts["admin"]
    district = PLACES.add(
        actor=admin, code="990101", name="青桥区", short_name="青桥", kind=PlaceKind.DISTRICT
    )
    communities = _towns(district, admin)
    _outlines(communities, admin)
    agencies = {
        code: with_names(others, admin, code=code, name=name, short_name=short, kind=kind)
        for code, name, short, kind, others in BODIES
    }
    MEMBERS.add(actor=admin, user=accounts["agency"], agency=agencies["QQ-RS"])
    MEMBERS.add(actor=admin, user=accounts["agency2"], agency=agencies["QQ-SC"])
    for place in (communities[0].parent, communities[0]):
        COORDINATORS.add(actor=admin, user=accounts["community"], place=place)
    return Office(accounts, agencies, communities, build_venues(district, communities, admin))


def with_names(others: Iterable[str], admin: User, **values) -> Agency:
    agency = AGENCIES.add(actor=admin, **values)
    for name in others:
        NAMES.add(actor=admin, agency=agency, name=name)
    return agency


def _towns(district: Place, admin: User) -> list[Place]:
    communities = []
    for (code, name, kind), names in TOWNS.items():
        town = PLACES.add(actor=admin, code=code, name=name, short_name=name[:2], kind=kind, parent=district)
        for number, stem in enumerate(names, 1):
            village = stem.endswith("村") and "新村" not in stem
            communities.append(
                PLACES.add(
                    actor=admin,
                    code=f"{code}{number:03d}",
                    name=f"{stem}委会" if village else f"{stem}居委会",
                    short_name=stem,
                    kind=PlaceKind.VILLAGE if village else PlaceKind.NEIGHBOURHOOD,
                    parent=town,
                )
            )
    return communities


def _outlines(communities: list[Place], admin: User) -> None:
    """Three invented shapes side by side."""
    towns = dict.fromkeys(place.parent for place in communities)
    drawn = {town: MultiPolygon([Polygon(OUTLINES[town.code])]) for town in towns}
    set_outlines(drawn, actor=admin)


def _accounts() -> dict[str, User]:
    # The administrator of the demo also reaches the framework's own settings.
    first, *others = DEMO_ACCOUNTS
    admin = User.objects.create_superuser(first.username, password=DEMO_PASSWORD, name=first.name)
    grant_role(admin, Role(first.role))
    accounts = {first.username: admin}
    for account in others:
        accounts[account.username] = user = User()
        given = {
            "username": account.username,
            "name": account.name,
            # The same for all, so hashed once: a hash costs half a second.
            "password": admin.password,
            "groups": groups_of([Role(account.role)]),
        }
        write(user, CREATE, given, actor=admin)
    return accounts
