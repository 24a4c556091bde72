"""Cuts normalised text into what the engines index: words with single characters, and bigrams."""

import re
from functools import cache, lru_cache

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|[a-z0-9]+")


@cache
def _segmenter():
    """Read when first needed: its dictionary costs every command and child process a tenth of a second."""
    import rjieba

    return rjieba


def words(text: str) -> list[str]:
    """Words and single characters of `text`: 抛掷物品 → 抛掷 抛 掷 物品 物 品."""
    tokens: list[str] = []
    for run in _RUN.findall(text):
        if run.isascii():
            tokens.append(run)
            continue
        for word in _segmenter().cut_for_search(run):
            tokens.append(word)
            if len(word) > 1:
                tokens.extend(word)
    return tokens


def whole_words(text: str) -> list[str]:
    """The words of `text` once each; characters that are no words stand together, as a name does."""
    found = [""]
    for token in _segmenter().cut(text):
        if len(token) > 1 or not token.strip():
            found += [token.strip(), ""]
        else:
            found[-1] += token
    return [word for word in found if word]


# What may not begin a line, what may not end one, and up to how many characters one more is added to.
_CLOSING, _OPENING = "，。；：、？！）》」』”’…—%％", "（《「『“‘第"
_PHRASE = 5


@lru_cache(maxsize=5_000)
def phrases(text: str) -> tuple[str, ...]:
    """`text` cut where a heading may go on to the next line: 楼上 掉下的 花盆 该找谁."""
    found = [""]
    for token in _segmenter().cut(text):
        # A character by itself goes with the word before it, as 的 and 年 do.
        is_tail = len(token) == 1 and token not in _OPENING and len(found[-1]) <= _PHRASE
        if found[-1][-1:] in _OPENING or token[0] in _CLOSING or is_tail:
            found[-1] += token
        else:
            found.append(token)
    return tuple(part for part in found if part)


def is_word(text: str) -> bool:
    """Whether the segmenter's dictionary has it."""
    return _segmenter().has_word(text)


def dictionary_words(text: str) -> list[tuple[int, int]]:
    """Where the words of the dictionary stand in `text`, as it is cut without guessing new ones."""
    spans, start = [], 0
    for token in _segmenter().cut(text, False):
        if len(token) > 1 and _segmenter().has_word(token):
            spans.append((start, start + len(token)))
        start += len(token)
    return spans


@lru_cache(maxsize=20_000)
def short_words(text: str) -> tuple[str, ...]:
    """The text cut into the shortest words: 治安管理处罚 → 治安 管理 处罚, 宣传周 → 宣传 周."""
    found, start = [], 0
    while start < len(text):
        length = next((size for size in (2, 3) if _segmenter().has_word(text[start : start + size])), 1)
        length = min(length, len(text) - start)
        found.append(text[start : start + length])
        start += length
    return tuple(found)


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of characters within each run: 抛掷物 → 抛掷 掷物."""
    return [
        run[start : start + 2]
        for run in _RUN.findall(text)
        if not run.isascii()
        for start in range(len(run) - 1)
    ]


def characters(text: str) -> list[str]:
    """Characters in order, Latin words whole: the field in which a phrase is a substring."""
    return [token for run in _RUN.findall(text) for token in ([run] if run.isascii() else run)]
