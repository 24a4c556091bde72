"""The agencies of the whole district: its bodies and one for each 街镇, with the names files use for them."""

from cms.agencies.enums import AgencyKind
from cms.agencies.models import Agency
from cms.places.enums import PlaceKind
from cms.places.models import Place
from sites.demo.office import Office, with_names
from sites.demo.year import WORDS


def build_bodies(office: Office) -> list[Agency]:
    admin = office.accounts["admin"]
    made = []
    for number, (code, name, short, kind, others) in enumerate(WORDS["agencies"]):
        phone = f"021-7{number:03d}{1000 + 7 * number}"
        body = {"code": code, "name": name, "short_name": short, "kind": AgencyKind(kind)}
        made.append(with_names(others, admin, office_phone=phone, **body))
    for town in Place.objects.subdistricts():
        made.append(_of_town(town, admin))
    return made


def _of_town(town: Place, admin) -> Agency:
    is_town = town.kind == PlaceKind.TOWN
    return with_names(
        [f"青桥区{town.name}"],
        admin,
        code=f"QQ-{town.code[-3:]}",
        name=f"青桥区{town.name}人民政府" if is_town else f"青桥区人民政府{town.name}办事处",
        short_name=town.name,
        kind=AgencyKind.TOWN if is_town else AgencyKind.SUBDISTRICT,
        place=town,
    )
