"""The vectors of all documents in one file, mapped into memory and shared by all processes.

One byte a number: 56,000 documents are 29 MB and are compared with a question in some 12 ms on one core. The
file is made from the table of vectors, and replaced as a whole.
"""

import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from search.meaning.model import DIMENSIONS, NAME
from search.models import DocumentVector

# What is kept of a number between -1 and 1; each vector is stretched to use it all.
STEPS = 127
# Compared at once: their wide copy stays within the processor's own memory.
ROWS = 4096
# What lies further from a question has nothing to do with it: nonsense has no nearer documents, real
# questions nearly always.
NEAR = 0.48
STORED = "float16"


@dataclass(frozen=True)
class Vectors:
    """Whole vectors in one byte a number, what each was stretched by, and the documents they are of."""

    opened: str
    numbers: object
    stretched: object
    keys: list[str]
    places: dict[str, int]

    def similar(self, asked, places=None):
        """How near these (all) are to `asked`, as float32 numbers."""
        import numpy

        chosen = self.numbers if places is None else self.numbers[places]
        stretched = self.stretched if places is None else self.stretched[places]
        # Not the product with @: its library would start a thread on every core, which wait for each other
        # longer than one core needs where several questions are asked at once.
        parts = [
            numpy.einsum("rd,d->r", chosen[start : start + ROWS].astype(numpy.float32), asked)
            for start in range(0, len(chosen), ROWS)
        ]
        return numpy.concatenate(parts) * stretched if parts else numpy.empty(0, numpy.float32)


_held: Vectors | None = None


def nearest(asked, count: int) -> tuple[str, ...]:
    """The keys of the documents nearest to a question's vector, the nearest first; none that is far."""
    import numpy

    held = _current()
    if held is None or not held.keys or not count:
        return ()
    near = held.similar(asked)
    best = numpy.argpartition(-near, min(count, len(near) - 1))[:count]
    return tuple(held.keys[place] for place in best[numpy.argsort(-near[best])] if near[place] >= NEAR)


def similarities(asked, keys: Sequence[str]) -> list[float | None]:
    """How near each of these documents is to a question's vector; None of one that is not in the file."""
    held = _current()
    if held is None:
        return [None] * len(keys)
    places = [held.places.get(key) for key in keys]
    near = iter(held.similar(asked, [place for place in places if place is not None]).tolist())
    return [None if place is None else next(near) for place in places]


def is_made() -> bool:
    return bool(_pointed_at())


def make() -> int:
    """Write the file anew from the table; return the documents in it. One process at a time."""
    import numpy

    rows = DocumentVector.objects.filter(model=NAME, document__deleted=False).order_by("pk")
    keys, blocks, stretches = [], [], []
    for batch in _batches(rows.values_list("document__key", "vector").iterator(ROWS)):
        keys += [key for key, _ in batch]
        wide = numpy.frombuffer(b"".join(bytes(vector) for _, vector in batch), STORED)
        wide = wide.reshape(-1, DIMENSIONS).astype(numpy.float32)
        stretch = numpy.maximum(numpy.abs(wide).max(axis=1), 1e-9) / STEPS
        blocks.append(numpy.rint(wide / stretch[:, None]).astype(numpy.int8))
        stretches.append(stretch)
    folder = _root() / str(time.time_ns())
    folder.mkdir(parents=True)
    numpy.save(folder / "numbers.npy", numpy.concatenate(blocks or [numpy.empty((0, DIMENSIONS), "int8")]))
    numpy.save(folder / "stretched.npy", numpy.concatenate(stretches or [numpy.empty(0, "float32")]))
    (folder / "keys.txt").write_text("\n".join(keys), encoding="utf-8")
    draft = _root() / "current.new"
    draft.write_text(folder.name)
    draft.replace(_root() / "current")
    for old in _root().iterdir():
        if old.is_dir() and old != folder:
            # Who has it open keeps it until the next question.
            shutil.rmtree(old, ignore_errors=True)
    return len(keys)


def _current() -> Vectors | None:
    """The file as it stands, opened once in a process; None where there is none that can be read."""
    global _held
    name = _pointed_at()
    if not name:
        return None
    opened = str(_root() / name)
    if _held is None or _held.opened != opened:
        try:
            _held = _open(Path(opened))
        except (OSError, ValueError):
            return None
    return _held


def _open(folder: Path) -> Vectors:
    import numpy

    numbers = numpy.load(folder / "numbers.npy", mmap_mode="r")
    stretched = numpy.load(folder / "stretched.npy")
    text = (folder / "keys.txt").read_text(encoding="utf-8")
    keys = text.split("\n") if text else []
    if numbers.shape != (len(keys), DIMENSIONS) or len(stretched) != len(keys):
        raise ValueError("cut off")
    return Vectors(str(folder), numbers, stretched, keys, {key: place for place, key in enumerate(keys)})


def _root() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / "vectors"


def _pointed_at() -> str:
    try:
        return (_root() / "current").read_text()
    except OSError:
        return ""


def _batches(rows: Iterable):
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS:
            yield batch
            batch = []
    if batch:
        yield batch
