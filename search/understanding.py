"""What a query may have meant: pinyin instead of characters, a homophone, one wrong character."""

import re
from dataclasses import dataclass

from search.chinese.folding import normalise
from search.chinese.pinyin import joined, spells, syllables
from search.documents import KINDS
from search.vocabulary import (
    QUERY,
    SHORTEST_GAPPED,
    SHORTEST_HOMOPHONE,
    Vocabulary,
    current_vocabulary,
    gaps,
)

# A longer text is a story; its one wrong character does no harm.
MAX_CORRECTED = 40
# One wrong character is looked for in names, not in sentences.
MAX_NAME = 20
_LETTERS = re.compile(r"[a-z' ]{2,40}")
_RUN = re.compile(r"[\u4e00-\u9fff]+")
# From this length on the beginning of a name's pinyin is enough.
TELLING_LETTERS = 5


@dataclass(frozen=True)
class Understanding:
    """`text` is what to search for. `corrected` says that it differs from what was typed; `perhaps` is
    another wording to offer, empty where there is none.
    """

    text: str
    corrected: bool = False
    perhaps: str = ""


def understand(query: str) -> Understanding:
    """The likeliest meaning of a query. What is spelt as the site spells it stays as it is."""
    normal = normalise(query).strip()
    if _LETTERS.fullmatch(normal):
        meant = _spelt(normal.replace("'", "").replace(" ", ""), current_vocabulary())
        return Understanding(meant, True) if meant else Understanding(query)
    if not SHORTEST_HOMOPHONE <= len(normal) <= MAX_CORRECTED:
        return Understanding(query)
    vocabulary = current_vocabulary()
    if heard := _replaced(normal, vocabulary, _homophone):
        return Understanding(heard, True)
    if len(normal) > MAX_NAME:
        return Understanding(query)
    return Understanding(query, perhaps=_replaced(normal, vocabulary, _one_wrong))


def _spelt(letters: str, vocabulary: Vocabulary) -> str:
    """The name whose pinyin or initials these letters are, laws first; the beginning is enough if long."""
    if letters in vocabulary.terms:
        return ""
    order = {kind: place for place, kind in enumerate(KINDS)}
    meant = [
        (length != len(name.normal), order[name.kind], len(name.normal), name.text)
        for name in vocabulary.names
        if name.kind != QUERY and (length := spells(letters, name.normal))
    ]
    best = min(meant, default=None)
    return best[-1] if best and (not best[0] or len(letters) >= TELLING_LETTERS) else ""


def _replaced(text: str, vocabulary: Vocabulary, look_up) -> str:
    """The text with its longest mistaken term replaced; empty where no term is mistaken."""
    spoken, known = syllables(text), _known(text, vocabulary)
    spans = [match.span() for match in _RUN.finditer(text)]
    for length in range(min(vocabulary.longest, len(text)), SHORTEST_HOMOPHONE - 1, -1):
        for begin, end in spans:
            for start in range(begin, end - length + 1):
                stop = start + length
                if any(first <= start and stop <= last for first, last in known):
                    continue
                window = text[start:stop]
                if (term := look_up(window, spoken[start:stop], vocabulary)) and term != window:
                    return f"{text[:start]}{term}{text[stop:]}"
    return ""


def _known(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Where a term stands as it should be written, the longest at each place."""
    known = []
    for start in range(len(text)):
        for length in range(min(vocabulary.longest, len(text) - start), SHORTEST_HOMOPHONE - 1, -1):
            if text[start : start + length] in vocabulary.terms:
                known.append((start, start + length))
                break
    return known


def _homophone(window: str, spoken: tuple[str, ...], vocabulary: Vocabulary) -> str:
    if exact := vocabulary.by_sound.get(joined(spoken)):
        return exact
    if len(window) > SHORTEST_HOMOPHONE:
        return vocabulary.by_rough_sound.get(joined(spoken, roughly=True), "")
    return ""


def _one_wrong(window: str, spoken: tuple[str, ...], vocabulary: Vocabulary) -> str:
    if len(window) < SHORTEST_GAPPED:
        return ""
    return next((term for gapped in gaps(window) if (term := vocabulary.by_gap.get(gapped))), "")
