"""Pictures are opened by a child process that may cost so much and no more, whatever the file claims.

No decoder runs in a process that answers visitors; the child has no settings, no secrets, and writes
nothing but its answer. How many run at once is bounded over all processes of the machine.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from django.core.files.base import ContentFile

from media.safety import UnsafeFile
from media.slots import Busy, slot

MAX_BYTES = 15 * 1024 * 1024
# A longer side tells a reader nothing more; more pixels would make each of its renditions dear.
MAX_SIDE = 4096
MAX_KEPT_PIXELS = 8_000_000
# What the child may take for itself, so that with what it shares it stays below 300 MB.
MEMORY = 256 * 1024 * 1024
# Of a processor. The clock runs on while others are at work: the second limit ends a child that hangs.
SECONDS = 2
LONGEST_WAIT = 20

_HERE = Path(__file__).resolve().parent.parent
_REFUSALS = {
    "empty": "图片是空的，请重新选择。",
    "unknown": "这不是可用的图片，请上传 JPEG、PNG、WebP 或 HEIC 格式的照片。",
    "broken": "图片已损坏或像素过多，无法读取，请缩小或重新导出后再上传。",
    "large": "图片的像素过多，请缩小（例如长边不超过 6000 像素）后再上传。",
    "bytes": f"图片超过 {MAX_BYTES // 1024 // 1024} MB，请缩小后再上传。",
    "busy": "正在处理的图片太多，请过一会儿再上传。",
}


@dataclass(frozen=True)
class PictureFacts:
    """What was known of a picture before it was written anew.

    `taken` is naive where the camera did not know its zone; `place` is degrees north and east. `looks` are
    what it looks like: see media.cleaning.likeness.
    """

    looks: tuple[int, ...] = ()
    taken: datetime | None = None
    place: tuple[float, float] | None = None


def clean_image(file, *, max_side: int = MAX_SIDE) -> ContentFile:
    """A fresh copy of the picture in `file`: upright, in sRGB, nothing but pixels.

    Takes JPEG, PNG, WebP and HEIC up to 15 MB, told by their content; HEIC comes back as JPEG. The longer
    side is at most `max_side` pixels. The name keeps its stem and gets the extension of what was written.
    Raises UnsafeFile for everything else, also for a picture that would cost more than it may.
    """
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    file.seek(0)
    if not content:
        raise UnsafeFile(_REFUSALS["empty"])
    if len(content) > MAX_BYTES:
        raise UnsafeFile(_REFUSALS["bytes"])
    about, clean = _cleaned(content, max_side)
    stem = PurePath(PurePath(str(getattr(file, "name", "") or "")).name).stem or "image"
    fresh = ContentFile(clean, name=f"{stem}.{about['extension']}")
    fresh.facts = _facts(about)
    # Whoever gets this file need not clean it once more.
    fresh.is_clean = True
    return fresh


def copy_of_clean(file, name: str) -> ContentFile:
    """Another copy of a picture that was written anew when it came, and need not be once more."""
    fresh = ContentFile(file.read(), name=name)
    fresh.is_clean = True
    return fresh


@contextmanager
def one_at_work() -> Iterator[None]:
    """Hold a slot while a clean picture is worked on in this process; UnsafeFile when none comes free."""
    try:
        with slot(LONGEST_WAIT):
            yield
    except Busy as error:
        raise UnsafeFile(_REFUSALS["busy"]) from error


def _facts(about: dict) -> PictureFacts:
    return PictureFacts(
        looks=tuple(about["looks"]),
        taken=datetime.fromisoformat(about["taken"]) if "taken" in about else None,
        place=tuple(about["place"]) if "place" in about else None,
    )


def _cleaned(content: bytes, max_side: int) -> tuple[dict, bytes]:
    try:
        with one_at_work():
            done = subprocess.run(  # noqa: S603  our own interpreter and module
                [sys.executable, "-B", "-m", "media.cleaning", str(max_side), str(MAX_KEPT_PIXELS)],
                cwd=_HERE,
                env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
                input=content,
                capture_output=True,
                timeout=LONGEST_WAIT,
                preexec_fn=_limit,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise UnsafeFile(_REFUSALS["large"]) from error
    said, _newline, clean = done.stdout.partition(b"\n")
    if done.returncode or not clean:
        # Ended by its limits, or by a decoder that fell over: too dear either way, unless it could say why.
        raise UnsafeFile(_REFUSALS.get(said.decode("ascii", "ignore"), _REFUSALS["large"]))
    return json.loads(said), clean


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
