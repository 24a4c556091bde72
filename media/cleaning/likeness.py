"""What a picture looks like, as numbers: pictures that look alike have numbers that differ in few bits.

The signs of the lowest frequencies of a small grey copy, a perceptual hash. They survive another size,
compression and brightness; a second number, of the picture without its edges, finds what was cropped.
"""

import math

from PIL import Image, ImageStat

SIDE, KEPT = 32, 8
# What is left off on each side for the second number.
EDGE = 0.05
# Below this deviation a picture is a blank sheet, alike to every other.
BLANK = 4.0
# From the coarsest frequency to the finest; that of the mean brightness says nothing.
ORDER = sorted(
    ((row, column) for row in range(KEPT) for column in range(KEPT) if row or column),
    key=lambda place: (sum(place), place),
)
WAVES = [
    [math.cos(math.pi * (2 * place + 1) * wave / (2 * SIDE)) for place in range(SIDE)] for wave in range(KEPT)
]


def looks_of(picture: Image.Image) -> list[int]:
    """The numbers of the whole and of its inner part; none of a picture on which there is nothing to see."""
    grey = picture.convert("L")
    width, height = grey.size
    inner = (width * EDGE, height * EDGE, width * (1 - EDGE), height * (1 - EDGE))
    copies = (_small(grey, (0, 0, width, height)), _small(grey, inner))
    return [_signs(copy) for copy in copies] if ImageStat.Stat(copies[0]).stddev[0] >= BLANK else []


def _small(grey: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    return grey.resize((SIDE, SIDE), Image.Resampling.BOX, box=box)


def _signs(small: Image.Image) -> int:
    """63 bits, the coarsest first."""
    light = small.tobytes()
    across = [
        [sum(light[SIDE * row + place] * wave[place] for place in range(SIDE)) for wave in WAVES]
        for row in range(SIDE)
    ]
    bits = 0
    for row, column in ORDER:
        strength = sum(across[place][column] * WAVES[row][place] for place in range(SIDE))
        bits = bits << 1 | (strength > 0)
    return bits


# What a mirrored picture turns around: the signs of the odd columns.
MIRRORED = sum(1 << place for place, (_row, column) in enumerate(reversed(ORDER)) if column % 2)
