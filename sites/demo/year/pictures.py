"""Drawn pictures of activities: a hall, a square, a lawn, with people; no photograph of anybody.

Each is drawn from its number, so no two look alike, and cleaned as an upload is. That costs a process each,
so they are made beside the rest of the load.
"""

import math
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from media.pictures import clean_image

SIZE = 960, 640
SKIES = ((206, 224, 236), (246, 231, 205), (224, 236, 219), (232, 222, 236))
GROUNDS = ((196, 178, 150), (176, 190, 168), (188, 186, 180), (160, 152, 140))
CLOTHES = ((164, 58, 48), (44, 82, 120), (88, 120, 74), (196, 150, 60), (110, 88, 130), (70, 70, 78))


class Album:
    """So many pictures, begun at once and taken one by one in order."""

    def __init__(self, wanted: int, seed: int):
        self._pool = ThreadPoolExecutor(2)
        self._made: list[Future] = [self._pool.submit(_made, seed, number) for number in range(wanted)]
        self._next = 0

    def take(self) -> ContentFile | None:
        """The next picture, clean; None once all are gone."""
        if self._next == len(self._made):
            self._pool.shutdown()
            return None
        self._next += 1
        return self._made[self._next - 1].result()


def _made(seed: int, number: int) -> ContentFile:
    return clean_image(ContentFile(drawn(seed, number), name=f"activity-{number + 1}.jpg"))


def drawn(seed: int, number: int) -> bytes:
    """The picture of that number as JPEG."""
    draw = Random(seed * 1000 + number)  # noqa: S311
    image = Image.new("RGB", SIZE, draw.choice(SKIES))
    pen = ImageDraw.Draw(image)
    horizon = draw.randint(250, 420)
    _background(number % 3)(pen, draw, horizon)
    pen.rectangle((0, horizon, *SIZE), fill=draw.choice(GROUNDS))
    _banner(pen, draw, horizon)
    for row in range(draw.randint(2, 4)):
        for _ in range(draw.randint(3, 9)):
            _person(pen, draw, draw.randint(20, SIZE[0] - 20), horizon + 50 + 70 * row, 0.7 + 0.25 * row)
    out = BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _background(kind: int) -> Callable:
    return (_hall, _houses, _hills)[kind]


def _hall(pen: ImageDraw.ImageDraw, draw: Random, horizon: int) -> None:
    for x in range(draw.randint(0, 60), SIZE[0], draw.randint(120, 220)):
        pen.rectangle((x, 40, x + 80, horizon - 60), fill=(250, 248, 240), outline=(150, 140, 128), width=4)


def _houses(pen: ImageDraw.ImageDraw, draw: Random, horizon: int) -> None:
    x = -40
    while x < SIZE[0]:
        wide, high = draw.randint(90, 200), draw.randint(90, 240)
        tone = draw.randint(150, 215)
        pen.rectangle((x, horizon - high, x + wide, horizon), fill=(tone, tone - 8, tone - 22))
        for top in range(horizon - high + 18, horizon - 30, 42):
            for left in range(x + 16, x + wide - 24, 40):
                pen.rectangle((left, top, left + 18, top + 24), fill=(96, 116, 130))
        x += wide + draw.randint(4, 40)


def _hills(pen: ImageDraw.ImageDraw, draw: Random, horizon: int) -> None:
    for shade in (150, 120):
        shift, high = draw.uniform(0, 6), draw.randint(60, 150)
        crest = [
            (x, horizon - high * (1 + math.sin(x / 130 + shift)) / 2 - 12) for x in range(0, SIZE[0] + 20, 20)
        ]
        pen.polygon([(0, horizon), *crest, (SIZE[0], horizon)], fill=(shade - 30, shade + 10, shade - 20))


def _banner(pen: ImageDraw.ImageDraw, draw: Random, horizon: int) -> None:
    left, top = draw.randint(60, 260), draw.randint(60, horizon - 120)
    right = left + draw.randint(380, 600)
    pen.rectangle((left, top, right, top + 64), fill=(158, 42, 36))
    for x in range(left + 36, right - 40, 52):
        pen.rectangle((x, top + 18, x + 28, top + 46), fill=(246, 226, 170))


def _person(pen: ImageDraw.ImageDraw, draw: Random, x: int, y: int, scale: float) -> None:
    head, body = int(15 * scale), int(62 * scale)
    skin = 226 - draw.randint(0, 30)
    pen.ellipse((x - head, y - 2 * head, x + head, y), fill=(skin, skin - 34, skin - 62))
    pen.pieslice((x - head, y - 2 * head - 3, x + head, y - 3), 180, 360, fill=(52, 44, 40))
    pen.rounded_rectangle((x - 20 * scale, y, x + 20 * scale, y + body), 10, fill=draw.choice(CLOTHES))
