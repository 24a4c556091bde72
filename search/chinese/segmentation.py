"""Cuts normalised text into what the engines index: words with single characters, and bigrams."""

import re

import rjieba

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|[a-z0-9]+")


def words(text: str) -> list[str]:
    """Words and single characters of `text`: 抛掷物品 → 抛掷 抛 掷 物品 物 品."""
    tokens: list[str] = []
    for run in _RUN.findall(text):
        if run.isascii():
            tokens.append(run)
            continue
        for word in rjieba.cut_for_search(run):
            tokens.append(word)
            if len(word) > 1:
                tokens.extend(word)
    return tokens


def whole_words(text: str) -> list[str]:
    """The words of `text` once each; characters that are no words stand together, as a name does."""
    found = [""]
    for token in rjieba.cut(text):
        if len(token) > 1 or not token.strip():
            found += [token.strip(), ""]
        else:
            found[-1] += token
    return [word for word in found if word]


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
