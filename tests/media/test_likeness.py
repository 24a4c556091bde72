"""Pictures that look alike have looks that differ in few bits; others do not."""

import io
import random
from itertools import combinations

import pytest
from PIL import Image, ImageEnhance, ImageOps

from media.cleaning.likeness import ORDER, looks_of

SCENES = range(12)


def scene(seed: int) -> Image.Image:
    """Soft shapes in colour, another picture for each seed."""
    noise = Image.frombytes("RGB", (9, 7), random.Random(seed).randbytes(189))
    return noise.resize((360, 270), Image.Resampling.BICUBIC)


def compressed(picture: Image.Image) -> Image.Image:
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=30)
    return Image.open(io.BytesIO(output.getvalue()))


def bits_apart(one: list[int], other: list[int]) -> int:
    return min((a ^ b).bit_count() for a in one for b in other)


@pytest.mark.parametrize(
    "altered",
    [
        lambda picture: picture.resize((120, 90)),
        compressed,
        lambda picture: ImageEnhance.Brightness(picture).enhance(1.2),
        lambda picture: picture.crop((18, 13, 342, 257)),
        lambda picture: picture.crop((14, 0, 360, 270)),
        lambda picture: picture.convert("L"),
    ],
    ids=["smaller", "compressed", "brighter", "cropped", "cropped at one side", "grey"],
)
def test_the_same_picture_altered_looks_alike(altered):
    apart = [bits_apart(looks_of(scene(seed)), looks_of(altered(scene(seed)))) for seed in SCENES]
    assert max(apart) <= 12


def test_other_pictures_do_not():
    looks = [looks_of(scene(seed)) for seed in SCENES]
    assert min(bits_apart(one, other) for one, other in combinations(looks, 2)) > 12


def test_mirrored_picture_turns_the_signs_of_the_odd_columns():
    turned = sum(1 << place for place, (_row, column) in enumerate(reversed(ORDER)) if column % 2)
    mirrored = [look ^ turned for look in looks_of(ImageOps.mirror(scene(1)))]
    assert bits_apart(looks_of(scene(1)), mirrored) <= 1


def test_blank_sheet_looks_like_nothing():
    assert looks_of(Image.new("RGB", (300, 200), "#a8231d")) == []


def test_look_fits_a_signed_number():
    assert all(0 <= look < 2**63 for seed in SCENES for look in looks_of(scene(seed)))
