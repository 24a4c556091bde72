"""What tables of venues and service points are judged by alike: where they are, when last checked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import cos, hypot, radians
from statistics import median

from cms.core.coordinates import CoordinateSystem, converted
from cms.intake.spec import Row
from cms.places.imports.locations import system_of
from cms.places.imports.matching import PlaceMatcher
from cms.places.models import Location, Place, PlaceSetting, ServicePoint, Venue
from cms.places.queries.freshness import STALE_AFTER_DAYS
from cms.places.queries.whereabouts import whereabouts

KILOMETRES_PER_DEGREE = 111.2
# What a longitude and a latitude of China may be; the two do not overlap, so an exchange shows.
LONGITUDES = (Decimal(73), Decimal(136))
LATITUDES = (Decimal(3), Decimal(54))
COORDINATES = ("longitude", "latitude", "coordinate_system")


@dataclass(frozen=True)
class Spot:
    longitude: float
    latitude: float

    def kilometres_to(self, other: "Spot") -> float:
        """The distance on a plane, right to a percent within a district."""
        east = (self.longitude - other.longitude) * cos(radians(self.latitude))
        return hypot(east, self.latitude - other.latitude) * KILOMETRES_PER_DEGREE


def spot_of(row: Row, usual: str) -> Spot | None:
    """Where a row says it is, in WGS-84; None where it does not. `usual` as of `whereabouts`."""
    longitude, latitude = row.values["经度"], row.values["纬度"]
    if not longitude or not latitude:
        return None
    system = system_of(row.values) or usual
    return Spot(*converted((float(longitude), float(latitude)), system, CoordinateSystem.WGS84))


def spot_stored(location: Location, usual: str) -> Spot | None:
    """Where a record says it is, in WGS-84; None where it does not."""
    spot = whereabouts(location, usual)
    return Spot(*spot) if spot else None


def judge_coordinates(rows: list[Row]) -> None:
    """Note exchanged coordinates, which are put right, and those too far from the rest of the district."""
    for row in rows:
        _exchange(row)
    setting = PlaceSetting.load()
    told = [(row, spot) for row in rows if (spot := spot_of(row, setting.coordinate_system))]
    spots = [spot for _row, spot in told] + _stored_spots(setting.coordinate_system)
    if not spots:
        return
    middle = Spot(median(spot.longitude for spot in spots), median(spot.latitude for spot in spots))
    for row, spot in told:
        if (far := spot.kilometres_to(middle)) > setting.radius:
            told_far = f"离本区中心约 {round(far)} 公里，超过 {setting.radius} 公里，请核对坐标"
            row.find("coords_outside", "经度", told_far)


def judge_checked(rows: list[Row], column: str, on: date) -> None:
    """Warn of what nobody has checked for more than a year."""
    for row in rows:
        checked = row.values[column]
        if checked and (on - date.fromisoformat(checked)).days > STALE_AFTER_DAYS:
            row.find("stale_check", column, f"{checked} 核验，已超过一年，请安排核验")


class PlaceJudge:
    """Settles 所属街镇 and 所属居村 of a row to the names of places; both may be blank.

    With `titles_tell` what no column says is taken from the titles.
    """

    def __init__(self, *, titles_tell: bool = False):
        self.titles_tell = titles_tell
        self.matcher = PlaceMatcher()
        self._told: dict[tuple[str, ...], Place | None] = {}

    def judge(self, row: Row) -> None:
        if self.titles_tell:
            self._tell(row)
        town, community = row.values["所属街镇"], row.values["所属居村"]
        subdistrict = None
        if town:
            found = self.matcher.subdistrict(town)
            subdistrict = found.place
            if subdistrict is None:
                row.find("place_unknown", "所属街镇", f"没有“{town}”这个街镇，请核对或先导入地点")
            else:
                self._settle(row, "所属街镇", town, found)
        if community:
            self._judge_community(row, community, subdistrict)

    def _tell(self, row: Row) -> None:
        """Take from titles or sender what no column says: the roster of one community, of one 街镇."""
        silent = [name for name in ("所属街镇", "所属居村") if not _is_stated(row, name)]
        if not silent:
            return
        if row.told not in self._told:
            self._told[row.told] = self.matcher.told_by(row.told)
        place = self._told[row.told]
        if place is None:
            return
        named = {"所属居村": place, "所属街镇": place.parent} if place.is_community else {"所属街镇": place}
        for name in silent:
            if (told := named.get(name)) and not row.values[name]:
                row.values[name] = told.name
                row.find("value_told", name, f"表里没有这一列，按标题或报送单位填为“{told.name}”")

    def _judge_community(self, row: Row, community: str, subdistrict: Place | None) -> None:
        found = self.matcher.community(community, subdistrict)
        if found.place:
            self._settle(row, "所属居村", community, found)
            if subdistrict is None and found.place.parent and not row.values["所属街镇"]:
                row.values["所属街镇"] = found.place.parent.name
                row.find("place_alias", "所属街镇", f"按居村补为“{found.place.parent.name}”")
        elif found.elsewhere:
            told = f"“{community}”在{found.elsewhere.parent}，不在{subdistrict}，请核对"
            row.find("place_wrong_town", "所属居村", told)
        else:
            choices = tuple(f"{place.parent}{place}" for place in found.several)
            which = (
                f"不止一个，请写明街镇，如“{choices[0]}”" if choices else "对不上任何居村，请核对或先导入地点"
            )
            row.find("place_unknown", "所属居村", f"“{community}”{which}", choices=choices)

    def _settle(self, row: Row, column: str, given: str, found) -> None:
        if not found.exact:
            row.find("place_alias", column, f"“{given}”已改为“{found.place.name}”")
        row.values[column] = found.place.name


def _is_stated(row: Row, name: str) -> bool:
    return name in row.raw or name in row.decision.values


class PlaceFinder:
    """The place of settled values: the 居村, else the 街镇, else the district itself."""

    def __init__(self):
        places = list(Place.objects.select_related("parent"))
        self._district = next((place for place in places if place.parent_id is None), None)
        self._towns = {place.name: place for place in places if place.subdistrict == place}
        self._communities = {
            (place.parent.name, place.name): place for place in places if place.parent and place.is_community
        }

    def find(self, values: dict) -> Place | None:
        town, community = values["所属街镇"], values["所属居村"]
        if community:
            return self._communities[town, community]
        return self._towns[town] if town else self._district


def _exchange(row: Row) -> None:
    longitude, latitude = row.values["经度"], row.values["纬度"]
    if longitude and latitude and _within(latitude, LONGITUDES) and _within(longitude, LATITUDES):
        row.values["经度"], row.values["纬度"] = latitude, longitude
        row.find("coords_swapped", "经度", "经度与纬度填反了，已对调，请核对")
    elif not (_may_be(longitude, LONGITUDES) and _may_be(latitude, LATITUDES)):
        row.values["经度"] = row.values["纬度"] = None
        row.find("coords_outside", "经度", "不是我国境内的坐标，请核对；确认后不保存坐标")


def _within(text: str, bounds: tuple[Decimal, Decimal]) -> bool:
    return bounds[0] <= Decimal(text) <= bounds[1]


def _may_be(text: str | None, bounds: tuple[Decimal, Decimal]) -> bool:
    return not text or _within(text, bounds)


def _stored_spots(usual: str) -> list[Spot]:
    return [
        spot
        for model in (Venue, ServicePoint)
        for location in model.objects.only(*COORDINATES)
        if (spot := spot_stored(location, usual))
    ]
