"""Words typed in pinyin that are no name: lihun lengjingqi, tuoqian gongzi."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from search.analysis import lay_questions
from search.chinese.folding import normalise
from search.chinese.pinyin import syllables
from search.chinese.segmentation import whole_words

# What is asked for one alone is rare, or no word.
ARTICLES = 2


def words_spelt(letters: str) -> str:
    """What people ask with these letters, in the fewest words; empty where something is left over."""
    known = _by_letters()
    # How the letters up to a place are written.
    written: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(letters) + 1):
        ways = [
            (*before, known[letters[start:end]])
            for start, before in written.items()
            if letters[start:end] in known
        ]
        if ways:
            written[end] = min(ways, key=len)
    return "".join(written.get(len(letters), ()))


@lru_cache(maxsize=1)
def _by_letters() -> Mapping[str, str]:
    """The words people ask with, by their pinyin; of what sounds alike, the most asked."""
    asked = Counter(
        word
        for article in lay_questions.by_article().values()
        for word in set(whole_words(normalise(" ".join(article.phrases))))
        if len(word) > 1 and not word.isascii()
    )
    found: dict[str, str] = {}
    for word, articles in asked.most_common():
        if articles >= ARTICLES:
            found.setdefault("".join(syllables(word)), word)
    return found
