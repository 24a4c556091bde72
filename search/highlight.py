"""Cuts the passage that answers, and marks what was asked for. No HTML: fragments."""

import re

from search.analysis.questions import FILLERS
from search.analysis.synonyms import EMPTY, SynonymTable
from search.chinese.citations import label, read_citations
from search.chinese.folding import normalise
from search.chinese.numerals import CHARACTERS
from search.chinese.segmentation import whole_words, words

PASSAGE = 90
TELLING = 3
_ARTICLE = re.compile(rf"第[{CHARACTERS}\d]+条(?:之[{CHARACTERS}\d]+)?")
Fragments = tuple[tuple[str, bool], ...]


class Highlighter:
    """Marks the terms of one query in titles and bodies."""

    def __init__(self, query: str, synonyms: SynonymTable = EMPTY):
        normal = normalise(query)
        # Whole words and names, and articles as laws write them: pieces of either would mark every line.
        plain = _ARTICLE.sub(" ", normal)
        pieces = (*words(plain), *whole_words(FILLERS.sub(" ", plain)))
        terms = {term for term in pieces if len(term) > 1 or len(normal) == 1}
        terms |= {label(cited) for cited in read_citations(normal)}
        # Of what a term may also mean only what tells: marking its common parts would mark every line.
        for meanings in synonyms.found_in(normal).values():
            for meaning in meanings:
                terms |= {meaning, *(word for word in words(meaning) if len(word) >= TELLING)}
        terms = {term for term in terms if not FILLERS.fullmatch(term)}
        longest_first = sorted(terms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if terms else None

    def title(self, text: str) -> Fragments:
        """The whole title with marks."""
        return self._marked(text, 0, len(text))

    def passage(self, text: str) -> Fragments:
        """About `PASSAGE` characters around the densest place, with marks."""
        flat = " ".join(text.split())
        spots = [match.start() for match in self._found(flat)]
        start = self._densest(spots)
        end = min(len(flat), start + PASSAGE)
        before = (("…", False),) if start else ()
        after = (("…", False),) if end < len(flat) else ()
        return before + self._marked(flat, start, end) + after

    def _found(self, text: str):
        # Marks are placed by position, so the text is folded only in ways that keep its length.
        folded = text.lower()
        return list(self._pattern.finditer(folded)) if self._pattern and len(folded) == len(text) else []

    def _densest(self, spots: list[int]) -> int:
        if not spots or spots[0] < PASSAGE // 2:
            return 0
        best = max(spots, key=lambda spot: sum(spot <= other < spot + PASSAGE for other in spots))
        return max(0, best - 12)

    def _marked(self, text: str, start: int, end: int) -> Fragments:
        merged: list[list[int]] = []
        for match in self._found(text):
            if merged and match.start() <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], match.end())
            else:
                merged.append([match.start(), match.end()])
        fragments: list[tuple[str, bool]] = []
        position = start
        for left, right in merged:
            left, right = max(left, start), min(right, end)
            if left >= right or right <= position:
                continue
            if left > position:
                fragments.append((text[position:left], False))
            fragments.append((text[max(left, position) : right], True))
            position = right
        if position < end:
            fragments.append((text[position:end], False))
        return tuple(fragments)
