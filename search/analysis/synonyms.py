"""Plain speech and legal terms: what a term in a query may also mean. Pure; the rows come from outside."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.chinese.folding import normalise

# A query that names more than this many terms says enough by itself.
MAX_TERMS = 12
# More other names of one term would say little that is new.
SPELT_OUT = 3


@dataclass(frozen=True)
class SynonymRow:
    """One correspondence: 老赖 → 失信被执行人, in both directions where `both_ways`."""

    term: str
    meaning: str
    both_ways: bool = False


class SynonymTable:
    """Finds the terms of a query that have other names. Immutable, compared by identity."""

    def __init__(self, rows: Iterable[SynonymRow] = ()):
        meanings: dict[str, dict[str, None]] = {}
        for row in rows:
            term, meaning = normalise(row.term).strip(), normalise(row.meaning).strip()
            if not term or not meaning or term == meaning:
                continue
            meanings.setdefault(term, {})[meaning] = None
            if row.both_ways:
                meanings.setdefault(meaning, {})[term] = None
        self._meanings = {term: tuple(found) for term, found in meanings.items()}
        longest_first = sorted(self._meanings, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def terms(self) -> tuple[str, ...]:
        """Every term that has other names."""
        return tuple(self._meanings)

    def meanings(self, term: str) -> tuple[str, ...]:
        """The other names of one normalised term."""
        return self._meanings.get(term, ())

    def found_in(self, normalised_text: str) -> dict[str, tuple[str, ...]]:
        """The terms in a text, the longest first taken at each place, with their other names."""
        if self._pattern is None:
            return {}
        terms = dict.fromkeys(match[0] for match in self._pattern.finditer(normalised_text))
        return {term: self._meanings[term] for term in list(terms)[:MAX_TERMS]}

    def spelt_out(self, text: str) -> str:
        """A text followed by what its terms may also mean, for a reader of whole texts; else as it is."""
        found = self.found_in(normalise(text))
        meant = [meaning for meanings in found.values() for meaning in meanings[:SPELT_OUT]]
        return " ".join((text, *meant))


EMPTY = SynonymTable()
