"""Where a typed address lies, as far as the office's own records know: no map of anybody else is asked.

A place by its whole name; else a road and number by the registered address nearest to it; else the 居村 or
街镇 that the words name; else the road alone.
"""

import re
from collections.abc import Callable, Iterable
from statistics import fmean
from typing import NamedTuple

from cms.core.coordinates import Spot
from cms.places.models import Location, Place, ServicePoint, Venue
from cms.places.queries.finding import open_points, open_venues
from cms.places.queries.whereabouts import usual_system, whereabouts
from search.chinese.folding import normalise

# Numbers that differ by more are too far along the road to say where one is.
NEIGHBOURING = 100
# The road of an address, after the town it begins with; and its number: of 100弄5号 that of the lane.
_ROAD = re.compile(
    r"(?:^|街道|[省市区县镇乡])((?:(?!街道|[省市区县镇乡]).){1,8}?(?:大道|路|街|巷)(?!道|街道))(\d*)"
)
_COMMITTEE = re.compile("(?:居民委员会|居委会|社区|(?<=村)(?:民委员会|委会))$")


class Named(NamedTuple):
    """What the words were taken for, and where it is in WGS-84; None where nobody has registered that."""

    told: str
    spot: Spot | None


class _Door(NamedTuple):
    """A registered address on a road."""

    road: str
    number: int | None
    place: Location
    spot: Spot


def spot_named(text: str) -> Named | None:
    """None where the words name nothing that is known, or several things alike."""
    words = _plain(text)
    rows, usual = (*open_venues(), *open_points()), usual_system()
    spots = [(row, spot) for row in rows if (spot := whereabouts(row, usual))]
    if called := [(row, spot) for row, spot in spots if _plain(row.name) in words]:
        row, spot = max(called, key=lambda each: len(each[0].name))
        return Named(row.name, spot)
    doors = [door for row, spot in spots if (door := _door(row, spot)) and door.road in words]
    on_road = [door for door in doors if len(door.road) == max(len(each.road) for each in doors)]
    return _at_number(words, on_road) or _in_community(words) or _on_road(on_road)


def community_named(
    text: str, also: Callable[[Place], str] = lambda place: ""
) -> tuple[Place, Spot | None] | None:
    """The 居村 or 街镇 with the longest name that stands in the words, and the middle of its places.

    None where they name none or several.
    """
    words = _plain(text)
    named: dict[int, list[Place]] = {}
    for place in Place.objects.exclude(parent=None).select_related("parent"):
        for name in {_plain(name) for name in (place.name, place.short_name, also(place)) if name}:
            if name in words or (len(words) > 1 and name.startswith(words)):
                named.setdefault(len(name), []).append(place)
    found = {place.pk: place for place in named[max(named)]} if named else {}
    if len(found) != 1:
        return None
    (place,) = found.values()
    return place, _middle_of(place)


def _as_called(place: Place) -> str:
    """枕河居委会 is 枕河 to people, 东渡村委会 东渡村: in an address; in a question 人民 may be anything."""
    plain = _COMMITTEE.sub("", place.name)
    return plain if len(plain) > 1 else ""


def _plain(text: str) -> str:
    return "".join(normalise(text).split())


def _door(row: Location, spot: Spot) -> _Door | None:
    found = _ROAD.search(_plain(row.address))
    return _Door(found[1], int(found[2]) if found[2] else None, row, spot) if found else None


def _at_number(words: str, doors: list[_Door]) -> Named | None:
    """The registered number next to the one typed, named: it is near, not the same house."""
    typed = doors and re.search(rf"{re.escape(doors[0].road)}(\d{{1,5}})", words)
    if not typed:
        return None
    away = [(abs(door.number - int(typed[1])), door) for door in doors if door.number is not None]
    steps, nearest = min(away, key=lambda each: each[0], default=(NEIGHBOURING + 1, doors[0]))
    if steps > NEIGHBOURING:
        return None
    return Named(f"{nearest.road}{nearest.number}号（{nearest.place.name}）", nearest.spot)


def _on_road(doors: list[_Door]) -> Named | None:
    return Named(doors[0].road, _middle(door.spot for door in doors)) if doors else None


def _in_community(words: str) -> Named | None:
    found = community_named(words, also=_as_called)
    return found and Named(str(found[0]), found[1])


def _middle_of(place: Place) -> Spot | None:
    inside = Place.objects.within(place)
    rows = (*Venue.objects.filter(place__in=inside), *ServicePoint.objects.filter(place__in=inside))
    usual = usual_system()
    spots = [spot for row in rows if (spot := whereabouts(row, usual))]
    return _middle(spots) if spots else None


def _middle(spots: Iterable[Spot]) -> Spot:
    easts, norths = zip(*spots, strict=True)
    return fmean(easts), fmean(norths)
