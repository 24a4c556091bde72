"""Writes a picture anew, so that nothing but its pixels is left. Knows no Django and no limits of its own."""

import io
import math
import warnings

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from media.cleaning.likeness import looks_of
from media.cleaning.telling import told_by

# Whatever a file claims to be, more is never decoded.
MAX_PIXELS = 50_000_000
_SURELY_FITS = 12_500_000
# Pillow opens an MPO, which many phones write, as a JPEG of several pictures, and shows the first.
OPENED = ("JPEG", "PNG", "WEBP")
_WRITTEN_AS = {"PNG": ("PNG", "png"), "WEBP": ("WEBP", "webp")}


class Refused(Exception):
    """In one word: unknown, broken, large."""


def cleaned(content: bytes, *, max_side: int, max_pixels: int) -> tuple[dict, bytes]:
    """A fresh picture: upright, sRGB, within the sizes. Raises Refused.

    Before it: its `extension`, what it looks like (`looks`), when it was `taken` and at what `place`.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    picture = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = _opened(content)
            told = told_by(picture)
            upright = _upright(picture, max_side, max_pixels)
            extension, clean = _written(upright)
            return {"extension": extension, "looks": looks_of(upright), **told}, clean
    except Refused:
        raise
    except (MemoryError, Image.DecompressionBombError) as error:
        raise Refused("large") from error
    except UnidentifiedImageError as error:
        raise Refused("unknown") from error
    except Exception as error:
        # A decoder fed with hostile bytes, or short of memory, may fail in any way.
        raise Refused("large" if picture and _pixels(picture) > _SURELY_FITS else "broken") from error


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content), formats=_heif() if content[4:8] == b"ftyp" else OPENED)
    if _pixels(picture) > MAX_PIXELS:
        raise Refused("large")
    return picture


def _heif() -> tuple[str]:
    """Read only where it is asked for: a child lives for one picture, and few are of this kind."""
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    return ("HEIF",)


def _pixels(picture: Image.Image) -> int:
    return picture.width * picture.height


def _upright(picture: Image.Image, max_side: int, max_pixels: int) -> Image.Image:
    """The picture as it is looked at, no larger than it may be: made small before it is turned or copied."""
    side = min(max_side, _side_for(picture, max_pixels))
    profile, format = picture.info.get("icc_profile"), picture.format
    # A JPEG is decoded at half, a quarter … of its size; the others are decoded whole and then made small.
    picture.draft(None, (side, side))
    gap = None if picture.format in ("JPEG", "MPO") else 2.0
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=gap)
    upright = _in_srgb(ImageOps.exif_transpose(picture), profile)
    upright.format = format
    return upright


def _side_for(picture: Image.Image, pixels: int) -> int:
    """The longer side at which the picture has so many pixels."""
    longer, shorter = max(picture.size), max(1, min(picture.size))
    return max(1, min(longer, math.isqrt(pixels * longer // shorter)))


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they were meant, so that the profile, which may name a device, need not be kept."""
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    mode = picture.mode if picture.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(
            picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _written(picture: Image.Image) -> tuple[str, bytes]:
    written_as, extension = _WRITTEN_AS.get(picture.format, ("JPEG", "jpg"))
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if written_as == "JPEG":
        mode, options = (
            "L" if picture.mode == "L" else "RGB",
            {"quality": 88, "progressive": True, "optimize": True},
        )
    else:
        mode = "RGBA" if see_through else "RGB"
        options = {"quality": 88, "method": 2} if written_as == "WEBP" else {"compress_level": 6}
    bare = picture if picture.mode == mode else picture.convert(mode)
    bare.info = {}
    output = io.BytesIO()
    bare.save(output, written_as, **options)
    return extension, output.getvalue()
