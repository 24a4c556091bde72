"""Which stored photos look like these: found among a million in a few hundredths of a second.

A look is cut into four bands, each with its index. Two looks that differ in few bits are the same on one
band but for a bit at most: only the photos that share such a band are compared bit by bit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cms.duties.models import BANDS, Evidence, PhotoLook
from media.cleaning.likeness import MIRRORED

# Of 63 bits. Other photographs differ in some thirty, hardly ever in fewer than fifteen.
MOST_BITS_APART = 12
# How many values one query asks for: databases take no more than some ten thousand.
ASKED_AT_ONCE = 5000


@dataclass(frozen=True)
class PhotoMatch:
    """Another photo that looks like this one; how many bits apart, and whether one is the other mirrored."""

    photo_pk: int
    other_pk: int
    bits_apart: int
    is_mirrored: bool

    @property
    def why(self) -> str:
        alike = f"照片相近：63 处特征里有 {self.bits_apart} 处不同" if self.bits_apart else "照片一样"
        return f"{alike}，一张左右翻转" if self.is_mirrored else alike


def photos_like(photos: Iterable[Evidence]) -> list[PhotoMatch]:
    """The nearest first; each other photo once for each of these. Earlier revisions are among them."""
    own = {photo.pk for photo in photos}
    looks = list(PhotoLook.objects.filter(photo__in=own).values_list("photo", "bits"))
    nearest: dict[tuple[int, int], PhotoMatch] = {}
    for band in BANDS:
        asked = _asked(looks, band)
        for bits, other in _sharing(band, list(asked)):
            if other in own:
                continue
            for photo, wanted, is_mirrored in asked[PhotoLook.bands_of(bits)[band]]:
                apart = (bits ^ wanted).bit_count()
                known = nearest.get((photo, other))
                if apart <= MOST_BITS_APART and (known is None or apart < known.bits_apart):
                    nearest[photo, other] = PhotoMatch(photo, other, apart, is_mirrored)
    return sorted(nearest.values(), key=lambda match: (match.bits_apart, match.other_pk))


def _asked(looks: list[tuple[int, int]], band: str) -> dict[int, list[tuple[int, int, bool]]]:
    """By each value a like photo may have on this band: whose look it would be like, as is or mirrored."""
    asked: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    width = BANDS[band][1]
    for photo, bits in looks:
        for wanted, is_mirrored in ((bits, False), (bits ^ MIRRORED, True)):
            here = PhotoLook.bands_of(wanted)[band]
            for value in (here, *(here ^ 1 << place for place in range(width))):
                asked[value].append((photo, wanted, is_mirrored))
    return asked


def _sharing(band: str, values: list[int]) -> Iterator[tuple[int, int]]:
    for start in range(0, len(values), ASKED_AT_ONCE):
        some = values[start : start + ASKED_AT_ONCE]
        yield from PhotoLook.objects.filter(**{f"{band}__in": some}).values_list("bits", "photo")
