"""What a photograph says of its time and place; whatever it says, it is no error."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media.cleaning.telling import told_by

NORTH, EAST = (31.0, 14.0, 24.0), (121.0, 23.0, 42.0)


def photograph(exif=(), gps=()) -> Image.Image:
    told = Image.Exif()
    told.get_ifd(0x8769).update(exif)
    told.get_ifd(0x8825).update(gps)
    output = io.BytesIO()
    Image.new("RGB", (8, 8)).save(output, "JPEG", exif=told)
    return Image.open(io.BytesIO(output.getvalue()))


@pytest.mark.parametrize(
    ("tags", "taken"),
    [
        ({0x9003: "2026:11:24 09:30:00"}, "2026-11-24T09:30:00"),
        ({0x9003: "2026:11:24 09:30:00", 0x9011: "+08:00"}, "2026-11-24T09:30:00+08:00"),
        ({0x9003: "2026:11:24 09:30:00", 0x9011: "东八区"}, "2026-11-24T09:30:00"),
        ({0x9003: "0000:00:00 00:00:00"}, None),
        ({0x9003: ""}, None),
        ({}, None),
    ],
)
def test_moment(tags, taken):
    assert told_by(photograph(tags)).get("taken") == taken


@pytest.mark.parametrize(
    ("tags", "place"),
    [
        ({1: "N", 2: NORTH, 3: "E", 4: EAST}, [31.24, 121.395]),
        ({1: "S", 2: NORTH, 3: "W", 4: EAST}, [-31.24, -121.395]),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (95.0, 0.0, 0.0), 3: "E", 4: EAST}, None),
        ({2: NORTH, 4: EAST}, None),
        ({1: "N", 2: NORTH}, None),
    ],
)
def test_place(tags, place):
    assert told_by(photograph(gps=tags)).get("place") == place


@given(st.binary(max_size=200))
def test_any_bytes_for_exif_are_no_error(content):
    picture = Image.new("RGB", (8, 8))
    picture.info["exif"] = b"Exif\0\0" + content
    assert set(told_by(picture)) <= {"taken", "place"}
