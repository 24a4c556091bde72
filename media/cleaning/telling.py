"""When and where a photograph says it was taken. Whatever else it says is not even read."""

from datetime import datetime

from PIL import Image

EXIF, GPS = 0x8769, 0x8825
TAKEN, OFFSET = 0x9003, 0x9011


def told_by(picture: Image.Image) -> dict[str, str | list[float]]:
    """`taken` as an ISO moment, with its offset where it has one, and `place` as degrees north and east."""
    try:
        exif = picture.getexif()
        taken = _moment(exif.get_ifd(EXIF))
        place = _place(exif.get_ifd(GPS))
    except Exception:
        # A camera, or somebody hostile, may have written anything there; the picture is good without it.
        return {}
    return {name: value for name, value in (("taken", taken), ("place", place)) if value}


def _moment(tags) -> str:
    text, offset = str(tags.get(TAKEN, "")).strip(" \0"), str(tags.get(OFFSET, "")).strip(" \0")
    for form, written in (("%Y:%m:%d %H:%M:%S%z", text + offset), ("%Y:%m:%d %H:%M:%S", text)):
        try:
            return datetime.strptime(written, form).isoformat()
        except ValueError:
            continue
    return ""


def _place(tags) -> list[float]:
    if not all(tag in tags for tag in (1, 2, 3, 4)):
        return []
    north = _degrees(tags[2]) * (-1 if str(tags[1]).upper().startswith("S") else 1)
    east = _degrees(tags[4]) * (-1 if str(tags[3]).upper().startswith("W") else 1)
    # A camera without a fix writes zeros.
    known = (north or east) and -90 <= north <= 90 and -180 <= east <= 180
    return [round(north, 6), round(east, 6)] if known else []


def _degrees(parts) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
