"""Finds the place a spreadsheet means: the 街镇 first, then the 居村 within it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cms.places.models import Place

_SUBDISTRICT_SUFFIX = re.compile(r"(街道办事处|人民政府|街道办|办事处|镇政府|街道|镇)$")
_COMMUNITY_SUFFIX = re.compile(
    r"(居民委员会|村民委员会|社区居委会|社区居民委员会|居委会|村委会|居民区|居委|村委|社区)$"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class PlaceMatch:
    """A place, whether it stood there in its own name, and where it lies if not where it was looked for;
    several where the name is that of more than one."""

    place: Place | None
    exact: bool = False
    elsewhere: Place | None = None
    several: tuple[Place, ...] = ()


class PlaceMatcher:
    """All places in memory, found by name, short name or a name with another suffix."""

    def __init__(self):
        places = list(Place.objects.select_related("parent"))
        self._districts = [place.name for place in places if place.parent_id is None]
        self._subdistricts = [place for place in places if place.subdistrict == place]
        self._communities = [place for place in places if place.is_community]

    def subdistrict(self, text: str) -> PlaceMatch:
        """The 街镇 of a name such as 曹杨, 曹杨新村街道办事处 or 普陀区曹杨新村街道."""
        return self._find(text, self._subdistricts, _SUBDISTRICT_SUFFIX)

    def community(self, text: str, within: Place | None) -> PlaceMatch:
        """The 居村 of a name, in the 街镇 `within` where that is known."""
        inside = [place for place in self._communities if within is None or place.parent_id == within.pk]
        found = self._find(text, inside, _COMMUNITY_SUFFIX)
        if found.place or found.several:
            return found
        if within is None:
            return self._with_its_town(text)
        other = self._find(text, self._communities, _COMMUNITY_SUFFIX)
        other = other if other.place or other.several else self._with_its_town(text)
        if other.place and other.place.parent_id == within.pk:
            return other
        return PlaceMatch(None, elsewhere=other.place, several=other.several)

    def _with_its_town(self, text: str) -> PlaceMatch:
        """The 居村 of a name that its 街镇 precedes: 长征镇海棠苑居委会."""
        bare = self._without_district(_SPACE.sub("", text))
        for town in self._subdistricts:
            for name in sorted({town.name, *_told_stems(town, _SUBDISTRICT_SUFFIX)}, key=len, reverse=True):
                if bare.startswith(name) and bare != name:
                    inside = [place for place in self._communities if place.parent_id == town.pk]
                    found = self._find(bare.removeprefix(name), inside, _COMMUNITY_SUFFIX)
                    if found.place:
                        return PlaceMatch(found.place)
        return PlaceMatch(None)

    def told_by(self, texts: Iterable[str]) -> Place | None:
        """The one 居村, else the one 街镇, that texts such as titles name; None where they name no or two."""
        texts = list(texts)
        whole = _SPACE.sub("", "".join(texts))
        for places, suffix in (
            (self._communities, _COMMUNITY_SUFFIX),
            (self._subdistricts, _SUBDISTRICT_SUFFIX),
        ):
            for text in texts:
                bare = _SPACE.sub("", text)
                named = {
                    place for place in places if any(stem in bare for stem in _told_stems(place, suffix))
                }
                # 真如西村 also holds 西村.
                longest = {
                    place
                    for place in named
                    if not any(place.name in other.name and other != place for other in named)
                }
                communities = [place for place in longest if place.is_community]
                towns = {place for place in communities if _names_town(bare, place)}
                towns = towns or {place for place in communities if _names_town(whole, place)}
                found = towns or longest
                if len(found) == 1:
                    return found.pop()
        return None

    def _find(self, text: str, places: list[Place], suffix: re.Pattern) -> PlaceMatch:
        bare = self._without_district(_SPACE.sub("", text))
        own = [place for place in places if place.name == text]
        if own:
            # Two 街镇 may have a community of one name.
            return PlaceMatch(own[0], exact=True) if len(own) == 1 else PlaceMatch(None, several=tuple(own))
        stem = suffix.sub("", bare)
        candidates = [place for place in places if stem and stem in _stems(place, suffix)]
        if not candidates:
            candidates = [place for place in places if bare in (place.name, place.short_name)]
        if len(candidates) == 1:
            return PlaceMatch(candidates[0])
        return PlaceMatch(None, several=tuple(candidates))

    def _without_district(self, text: str) -> str:
        for name in self._districts:
            if text.startswith(name) and len(text) > len(name):
                return text[len(name) :]
        return text


def _told_stems(place: Place, suffix: re.Pattern) -> set[str]:
    return {stem for stem in _stems(place, suffix) if len(stem) > 1}


def _names_town(text: str, place: Place) -> bool:
    return any(stem in text for stem in _told_stems(place.parent, _SUBDISTRICT_SUFFIX))


def _stems(place: Place, suffix: re.Pattern) -> set[str]:
    return {suffix.sub("", place.name), suffix.sub("", place.short_name) or place.short_name} - {""}
