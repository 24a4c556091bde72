"""The vectors of all documents, and of what people ask that they answer, in one file, mapped into memory and
shared by all processes.

One byte a number: 56,000 documents are 29 MB. The signs of the numbers, one bit each, say which are worth a
closer look: most differ in about half of the signs from a question, what is near in fewer. The file is made
from the table of vectors and from the phrases, of which only new ones are read, and replaced as a whole.
"""

import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings

from search.analysis import lay_questions
from search.meaning.model import DIMENSIONS, NAME, Model, for_documents
from search.models import DocumentVector, public_documents
from search.outbox import entry_of
from search.own_files import file_at, folder_at

# What is kept of a number between -1 and 1; each vector is stretched to use it all.
STEPS = 127
# Compared at once: their wide copy stays within the processor's own memory.
ROWS = 4096
# Looked at closely for each one wanted, the fewest other signs first: of 25,000 nearest documents among
# 12,000, 41 were missed at 40, 259 at 20; of 9,000 nearest phrases among 28,000 none.
LOOKED_AT = 40
# What lies further from a question has nothing to do with it: nonsense has no nearer documents, real
# questions nearly always.
NEAR = 0.48
# Two short texts are nearer to each other: nonsense comes up to 0.68, of 20 real questions 19 to over 0.73.
NEAR_PHRASE = 0.70
STORED = "float16"


@dataclass(frozen=True)
class Vectors:
    """Whole vectors in one byte a number, their signs, what each was stretched by, the document each is of,
    and the phrase (empty where it is the document's own); phrases come last.
    """

    opened: str
    numbers: object
    signs: object
    stretched: object
    keys: list[str]
    phrases: list[str]

    @cached_property
    def own(self) -> dict[str, int]:
        """The place of each document's own vector."""
        return {key: place for place, key in enumerate(self.keys) if not self.phrases[place]}

    @cached_property
    def lay(self) -> dict[str, list[int]]:
        """The places of each document's phrases."""
        found: dict[str, list[int]] = {}
        for place in range(len(self.own), len(self.keys)):
            found.setdefault(self.keys[place], []).append(place)
        return found

    @cached_property
    def read(self) -> dict[str, int]:
        """The place of each phrase."""
        return {phrase: place for place, phrase in enumerate(self.phrases) if phrase}

    def similar(self, asked, places):
        """How near these are to `asked`, as float32 numbers."""
        import numpy

        chosen = self.numbers[places]
        # Not the product with @: its library would start a thread on every core, which wait for each other
        # longer than one core needs where several questions are asked at once.
        parts = [
            numpy.einsum("rd,d->r", chosen[start : start + ROWS].astype(numpy.float32), asked)
            for start in range(0, len(chosen), ROWS)
        ]
        return numpy.concatenate(parts) * self.stretched[places] if parts else numpy.empty(0, numpy.float32)

    def nearest(self, asked, among: slice, count: int, least: float) -> list[str]:
        """The keys of the nearest `among` these places, the nearest first, that are at least so near."""
        import numpy

        signs = self.signs[:, among]
        apart = numpy.zeros(signs.shape[1], numpy.uint16)
        for stored, own in zip(signs, _signs(asked), strict=True):
            apart += numpy.bitwise_count(stored ^ own)
        places = _least(apart, LOOKED_AT * count) + among.start
        near = self.similar(asked, places)
        best = _least(-near, count)
        best = best[numpy.argsort(-near[best])]
        return [self.keys[place] for place in places[best[near[best] >= least]]]


_held: Vectors | None = None


def nearest(asked, count: int, *, lay: bool = True, hidden: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The keys of the documents nearest to a question's vector, the nearest first, then of those with the
    nearest phrases, but of those `hidden`; none that is far.
    """
    held = _current()
    if held is None or not held.keys or not count:
        return ()
    documents = len(held.own)
    found = held.nearest(asked, slice(0, documents), count, NEAR)
    if lay:
        asked_for = held.nearest(asked, slice(documents, len(held.keys)), count, NEAR_PHRASE)
        found += [key for key in asked_for if key not in hidden]
    return tuple(dict.fromkeys(found))


def similarities(asked, keys: Sequence[str]) -> list[float | None]:
    """How near each of these documents is to a question's vector; None of one that is not in the file."""
    held = _current()
    if held is None:
        return [None] * len(keys)
    places = [held.own.get(key) for key in keys]
    near = iter(held.similar(asked, [place for place in places if place is not None]).tolist())
    return [None if place is None else next(near) for place in places]


def likenesses(asked, keys: Sequence[str]) -> list[float | None]:
    """How near the nearest phrase of each document is to a question's vector; None where it has none."""
    held = _current()
    if held is None:
        return [None] * len(keys)
    rows = [held.lay.get(key, ()) for key in keys]
    near = iter(held.similar(asked, [place for places in rows for place in places]).tolist())
    return [max((next(near) for _ in places), default=None) for places in rows]


def wordings(keys: Sequence[str]) -> list[int | None]:
    """How many phrases each of these documents has; None where it has none."""
    held = _current()
    return [len(held.lay.get(key, ())) or None if held else None for key in keys]


def is_made() -> bool:
    """Whether there is a file that can be read, of the phrases as they are."""
    return _pointed_at().endswith(f"-{lay_questions.edition()}") and _current() is not None


def make(model: Model | None = None) -> int:
    """Write the file anew from the table and the phrases; return the documents in it. One process at a time.

    `model` reads the phrases that are new, if there are any; without it, it is loaded.
    """
    import numpy

    rows = DocumentVector.objects.filter(model=NAME, document__deleted=False).order_by("pk")
    lines, blocks, stretches = [], [], []
    for batch in _batches(rows.values_list("document__key", "vector").iterator(ROWS)):
        lines += [key for key, _ in batch]
        wide = numpy.frombuffer(b"".join(bytes(vector) for _, vector in batch), STORED)
        numbers, stretched = _narrowed(wide.reshape(-1, DIMENSIONS).astype(numpy.float32))
        blocks.append(numbers)
        stretches.append(stretched)
    documents = len(lines)
    asked = _phrases(set(lines))
    lines += [f"{key}\t{phrase}" for key, phrase in asked]
    numbers, stretched = _of_phrases([phrase for _, phrase in asked], model)
    folder = folder_at(_root()) / f"{time.time_ns()}-{lay_questions.edition()}"
    folder.mkdir()
    try:
        blocks.append(numbers)
        numpy.save(folder / "numbers.npy", numpy.concatenate(blocks))
        numpy.save(folder / "signs.npy", numpy.concatenate([_signs(block) for block in blocks], axis=1))
        numpy.save(folder / "stretched.npy", numpy.concatenate([*stretches, stretched]))
        (folder / "keys.txt").write_text("\n".join(lines), encoding="utf-8")
        draft = file_at(_root() / "current.new")
        draft.write_text(folder.name)
        draft.replace(file_at(_root() / "current"))
    except OSError:
        # A full disk is not to be kept full by half a file.
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for old in _root().iterdir():
        if old.is_dir() and old != folder:
            # Who has it open keeps it until the next question.
            shutil.rmtree(old, ignore_errors=True)
    return documents


def _phrases(held: set[str]) -> list[tuple[str, str]]:
    """The keys of articles among these, with each phrase by which people ask for them."""
    numbers = {article for _, article in lay_questions.by_article()}
    rows = public_documents().filter(kind="article", article__in=numbers).order_by("pk")
    return [
        (row.key, phrase)
        for row in rows.iterator(ROWS)
        if row.key in held
        for phrase in lay_questions.phrases_of(entry_of(row).document)
    ]


def _of_phrases(phrases: list[str], model: Model | None):
    """The narrowed vectors of the phrases; what stood in the file before is not read again."""
    import numpy

    before, known = _current(), {}
    if before is not None:
        known = before.read
    new = [phrase for phrase in dict.fromkeys(phrases) if phrase not in known]
    read, stretch = _narrowed((model or for_documents()).encode(new) if new else _nothing())
    places = {phrase: place for place, phrase in enumerate(new)}
    numbers = numpy.empty((len(phrases), DIMENSIONS), numpy.int8)
    stretched = numpy.empty(len(phrases), numpy.float32)
    for row, phrase in enumerate(phrases):
        if phrase in places:
            numbers[row], stretched[row] = read[places[phrase]], stretch[places[phrase]]
        else:
            numbers[row], stretched[row] = before.numbers[known[phrase]], before.stretched[known[phrase]]
    return numbers, stretched


def _narrowed(wide):
    """Vectors in one byte a number, and what each was stretched by."""
    import numpy

    stretch = numpy.maximum(numpy.abs(wide).max(axis=1, initial=0.0), 1e-9) / STEPS
    return numpy.rint(wide / stretch[:, None]).astype(numpy.int8), stretch


def _nothing():
    import numpy

    return numpy.empty((0, DIMENSIONS), numpy.float32)


def _signs(numbers):
    """The signs of vectors in words of 64 bits: the first word of each, the second of each, and so on."""
    import numpy

    return numpy.packbits(numbers > 0, axis=-1).view(numpy.uint64).T


def _least(values, count: int):
    """The places of the `count` least of these, in no order; all where there are no more."""
    import numpy

    return numpy.argpartition(values, count - 1)[:count] if count < len(values) else numpy.arange(len(values))


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
    signs = numpy.load(folder / "signs.npy", mmap_mode="r")
    stretched = numpy.load(folder / "stretched.npy")
    text = (folder / "keys.txt").read_text(encoding="utf-8")
    lines = [line.partition("\t") for line in text.split("\n")] if text else []
    keys, phrases = [line[0] for line in lines], [line[2] for line in lines]
    held = numbers.shape == (len(keys), DIMENSIONS) and signs.shape == (DIMENSIONS // 64, len(keys))
    if not held or len(stretched) != len(keys):
        raise ValueError("cut off")
    return Vectors(str(folder), numbers, signs, stretched, keys, phrases)


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
