"""What a query may have meant: a short form of a law, pinyin instead of characters, a homophone, one wrong
character.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.abbreviations import cited, spelt_out, title_spelt
from search.chinese.folding import normalise
from search.chinese.pinyin import joined, spells, syllables
from search.chinese.segmentation import dictionary_words
from search.citing import cited_documents
from search.documents import KINDS, PUBLIC
from search.engines import failover
from search.engines.base import EngineQuery, EngineUnavailable
from search.question import Question
from search.spoken import words_spelt
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
# Letters, and perhaps an article of the law they spell: minfadian 1254.
_LETTERS = re.compile(r"(?P<letters>[a-z][a-z' ]{1,39}?)\s*(?P<article>\d{1,4}|第.{1,9}条(?:之.{1,3})?)?")
_RUN = re.compile(r"[\u4e00-\u9fff]+")
# From this length on the beginning of a name's pinyin is enough.
TELLING_LETTERS = 5
# So many syllables in a row are no chance; fewer are, where the words typed make sense as they are.
TELLING_SYLLABLES = 5
# A homophone of fewer characters is not worth a question.
SHORTEST_OFFERED = 4


@dataclass(frozen=True)
class Understanding:
    """`text` is what to search for. `corrected` says that it differs from what was typed; `perhaps` is
    another wording to offer, empty where there is none.
    """

    text: str
    corrected: bool = False
    perhaps: str = ""


@dataclass(frozen=True)
class Misspelling:
    """A part of a text, from `start`, that sounds or looks like a term."""

    text: str
    start: int
    term: str

    @property
    def typed(self) -> str:
        return self.text[self.start : self.start + len(self.term)]

    @property
    def mended(self) -> str:
        return f"{self.text[: self.start]}{self.term}{self.after}"

    @property
    def after(self) -> str:
        return self.text[self.start + len(self.term) :]

    @property
    def wrong(self) -> list[int]:
        """The places in the text of the characters that the term has otherwise."""
        return [self.start + place for place, char in enumerate(self.term) if char != self.typed[place]]

    def breaks(self, spans: Iterable[tuple[int, int]]) -> bool:
        """Whether a wrong character would stand in one of the spans: 直播间卖假货 holds the term 卖假货."""
        return any(first <= place < last for first, last in spans for place in self.wrong)

    @property
    def makes_sense(self) -> bool:
        """Whether a wrong character would belong to a word that exists."""
        return self.breaks(dictionary_words(self.text))


def understand(query: str) -> Understanding:
    """The likeliest meaning of a query. What is spelt as the site spells it stays as it is.

    A homophone is taken for what it sounds like only where what was typed is no word and stands in no
    document, but the term does or is long enough to leave no doubt; else it is offered.
    """
    normal = normalise(query).strip()
    if letters := _LETTERS.fullmatch(normal):
        meant = _spelt_with_article(re.sub("[' ]", "", letters["letters"]), letters["article"] or "")
        return Understanding(meant, True) if meant else Understanding(query)
    if not SHORTEST_HOMOPHONE <= len(normal) <= MAX_CORRECTED:
        return Understanding(query)
    vocabulary = current_vocabulary()
    if whole := spelt_out(normal, vocabulary.titles):
        return Understanding(whole, True)
    if (article := normalise(cited(normal, vocabulary.titles))) and cited_documents(article):
        return Understanding(article, True)
    heard = _misspelt(normal, vocabulary, _homophone)
    if heard and _is_sure(heard, vocabulary):
        return Understanding(heard.mended, True)
    if heard and len(heard.term) >= SHORTEST_OFFERED and not heard.makes_sense:
        return Understanding(query, perhaps=heard.mended)
    if len(normal) > MAX_NAME:
        return Understanding(query)
    seen = _misspelt(normal, vocabulary, _one_wrong)
    return Understanding(query, perhaps=seen.mended if seen and not seen.makes_sense else "")


def _is_sure(heard: Misspelling, vocabulary: Vocabulary) -> bool:
    if heard.term in vocabulary.titles and heard.after.startswith("第"):
        # A law is cited by its article.
        return True
    if len(heard.term) < TELLING_SYLLABLES and heard.makes_sense:
        return False
    is_known = len(heard.term) > SHORTEST_HOMOPHONE or heard.term in vocabulary.titles
    return not _is_written(heard.typed) and (is_known or _is_written(heard.term))


def _is_written(words: str) -> bool:
    """Whether the words stand side by side in anything that the public finds."""
    asked = EngineQuery(Question("", phrases=(words,)), (PUBLIC,), limit=1)
    try:
        found, _ = failover.ask(lambda engine: engine.search(asked))
    except EngineUnavailable:
        # Nobody can tell; what was typed stands.
        return True
    return found.total > 0


def _spelt_with_article(letters: str, article: str) -> str:
    name = _spelt(letters, current_vocabulary())
    if not article:
        return name or _words(letters)
    if not name:
        return ""
    return normalise(f"{name}{article if article.startswith('第') else f'第{article}条'}")


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
    if best and (not best[0] or len(letters) >= TELLING_LETTERS):
        return best[-1]
    return title_spelt(letters, vocabulary.titles)


def _words(letters: str) -> str:
    """What people ask with these letters, where no document has them as they stand."""
    if len(letters) < TELLING_LETTERS or not (meant := words_spelt(letters)) or _is_written(letters):
        return ""
    return meant


def _misspelt(text: str, vocabulary: Vocabulary, look_up) -> Misspelling | None:
    """The longest mistaken term of a text."""
    spoken, known = syllables(text), _known(text, vocabulary)
    spans = [match.span() for match in _RUN.finditer(text)]
    for length in range(min(vocabulary.longest, len(text)), SHORTEST_HOMOPHONE - 1, -1):
        for begin, end in spans:
            for start in range(begin, end - length + 1):
                stop = start + length
                term = look_up(text[start:stop], spoken[start:stop], vocabulary)
                if term and (seen := Misspelling(text, start, term)).wrong and not seen.breaks(known):
                    return seen
    return None


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
