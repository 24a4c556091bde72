"""Whether the files of an index are what was written: each carries a checksum of itself."""

import json
import struct
import zlib
from pathlib import Path

# The end of each file Tantivy writes: a note with the checksum, its length, and this number.
FOOTER = struct.Struct("<II")
MAGIC = 1337
LIST = "meta.json"
SEGMENT = (".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term")
PIECE = 1024 * 1024


def damaged_file(directory: Path, sound: set[tuple[str, int]]) -> str:
    """The name of a file that is cut, changed or missing; empty where all are sound.

    Files never change once written, so those in `sound` are passed over, and those found sound are added.
    """
    try:
        paths = _files(directory)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return LIST
    for path in paths:
        try:
            seen = (path.name, path.stat().st_mtime_ns)
            if seen not in sound:
                if not _is_sound(path):
                    return path.name
                sound.add(seen)
        except OSError:
            return path.name
    return ""


def size_of(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.iterdir() if path.suffix in SEGMENT)


def _files(directory: Path) -> list[Path]:
    """What the list of the index names; beside them may lie what is being written."""
    paths = []
    for segment in json.loads((directory / LIST).read_text())["segments"]:
        name = segment["segment_id"].replace("-", "")
        paths += [directory / f"{name}{ending}" for ending in SEGMENT]
        if segment["deletes"]:
            paths.append(directory / f"{name}.{segment['deletes']['opstamp']}.del")
    return paths


def _is_sound(path: Path) -> bool:
    with path.open("rb") as file:
        end = file.seek(0, 2)
        if end < FOOTER.size:
            return False
        file.seek(end - FOOTER.size)
        length, magic = FOOTER.unpack(file.read(FOOTER.size))
        body = end - FOOTER.size - length
        if magic != MAGIC or body < 0:
            return False
        file.seek(body)
        try:
            told = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        checksum, left = 0, body
        while left and (piece := file.read(min(PIECE, left))):
            checksum, left = zlib.crc32(piece, checksum), left - len(piece)
    return checksum == told
