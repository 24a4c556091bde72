"""Groups of digits and what joins them: the shape in which a text's numbers are judged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.core.personal_data import glyphs
from cms.core.personal_data.glyphs import (
    CHECK,
    DIGIT,
    JOINER,
    LETTER,
    LIST,
    LOOKALIKE,
    MARKED,
    NOTHING,
    SPOKEN,
)

# In the order of `glyphs`: a gap joins as badly as the worst that stands in it.
LEVELS = "isjnp"
_WIDEST_GAP = 8
_DIGITS = (DIGIT, MARKED, SPOKEN, LOOKALIKE)
# A text with fewer digits holds no personal number.
FEWEST = 11
_TOKENS = re.compile(
    r"(?P<digits>d(?:i*+d)*+|m(?:i*+m)*+|c(?:i*+c)*+)|(?P<check>y)|(?P<gap>[isjnp]++)|(?P<wall>[alw]++)"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that stand together, and where."""

    digits: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two groups: how badly it joins (a place in LEVELS), what is to be seen of it, and
    whether one side is written in Chinese numerals and the other is not."""

    level: int
    seen: str
    parts_scripts: bool = False


_TOGETHER = Gap(0, "")


@dataclass(slots=True)
class Chain:
    """Groups, the gaps between them (one fewer), the X that may follow, and the character after it all."""

    groups: list[Group] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    check: Group | None = None
    after: str = ""


def chains(text: str) -> Iterator[Chain]:
    """Every chain in `text`; a chain with letters in the place of digits comes after those without."""
    plain = glyphs.without_markup(text)
    kinds, values = glyphs.kinds(plain), glyphs.values(plain)
    if sum(map(kinds.count, _DIGITS)) < FEWEST:
        return
    yield from _of(plain, kinds, values)
    if LOOKALIKE in kinds:
        yield from _with_letters(plain, kinds, values)


def _with_letters(plain: str, kinds: str, values: str) -> Iterator[Chain]:
    read = kinds.replace(LOOKALIKE, DIGIT)
    for chain in _of(plain, read, values):
        if any(LOOKALIKE in kinds[group.start : group.end] for group in chain.groups):
            yield from _apart_from_words(chain, kinds)


def _apart_from_words(chain: Chain, kinds: str) -> Iterator[Chain]:
    """The parts of `chain` whose groups hold digits too and touch no other letter: “ISO 9001” is none."""
    part = Chain()
    for place, group in enumerate(chain.groups):
        touching = kinds[max(group.start - 1, 0) : group.start] + kinds[group.end : group.end + 1]
        is_word = LETTER in touching or DIGIT not in kinds[group.start : group.end]
        if is_word:
            if part.groups:
                yield part
            part = Chain()
            continue
        if part.groups:
            part.gaps.append(chain.gaps[place - 1])
        part.groups.append(group)
    if part.groups:
        part.check, part.after = chain.check, chain.after
        yield part


def _of(plain: str, kinds: str, values: str) -> Iterator[Chain]:
    chain, gap = Chain(), _TOGETHER
    for token in _TOKENS.finditer(kinds):
        start, end = token.span()
        if token["digits"]:
            if chain.check:
                yield chain
                chain = Chain()
            group = Group(values[start:end].replace(" ", ""), start, end, token[0][0])
            if chain.groups:
                chain.gaps.append(_between(chain.groups[-1], gap, group))
            chain.groups.append(group)
            gap = _TOGETHER
            continue
        if token["check"] and chain.groups and not chain.check and kinds[end : end + 1] != DIGIT:
            chain.check = Group("X", start, end, CHECK)
            continue
        if token["gap"] and _width(token[0]) <= _WIDEST_GAP:
            gap = _gap(plain[start:end], token[0])
            continue
        if chain.groups:
            chain.after = plain[start] if token["wall"] else ""
            yield chain
        chain, gap = Chain(), _TOGETHER
    if chain.groups:
        yield chain


def _between(left: Group, gap: Gap, right: Group) -> Gap:
    if gap.level and (left.kind == SPOKEN) != (right.kind == SPOKEN):
        return Gap(gap.level, gap.seen, parts_scripts=True)
    return gap


def _width(kinds: str) -> int:
    return len(kinds) - kinds.count(NOTHING)


def _gap(plain: str, kinds: str) -> Gap:
    seen = (char for char, kind in zip(plain, kinds, strict=True) if kind in JOINER + LIST)
    return Gap(max(map(LEVELS.index, kinds)), "".join(seen))
