"""What changed from one version of a law to another. Pure: articles in, changes out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from cms.statutes.models import Article

# Below this likeness two articles are no versions of each other.
ALIKE = 0.5
# What changes as a whole: a number in digits, any other character alone.
_UNIT = re.compile(r"\d+|\D")
# Common units fewer than this between two changes read as part of the change.
SHORTEST_KEPT = 2


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


# Text with True where it differs from the other side.
Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Change:
    """An article that is not what it was. `before` or `after` is None where it stood or stands nowhere."""

    kind: Kind
    before: Article | None
    after: Article | None
    before_marked: Marked = ()
    after_marked: Marked = ()


@dataclass(frozen=True)
class Comparison:
    """All changes in the order of the newer version, and how many articles stayed word for word."""

    changes: tuple[Change, ...]
    unchanged: int

    def count(self, kind: Kind) -> int:
        return sum(change.kind == kind for change in self.changes)


def compare(before: Sequence[Article], after: Sequence[Article]) -> Comparison:
    """What became of each article. A new number alone is no change."""
    matcher = SequenceMatcher(None, [a.text for a in before], [a.text for a in after], autojunk=False)
    changes: list[Change] = []
    unchanged = 0
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        if tag == "equal":
            unchanged += high - low
        else:
            changes += _became(before[low:high], after[new_low:new_high])
    return Comparison(tuple(changes), unchanged)


def _became(before: Sequence[Article], after: Sequence[Article]) -> list[Change]:
    partners = _partners(before, after)
    changes: list[Change] = []
    told = 0
    for place, new in enumerate(after):
        old = partners.get(place)
        if old is None:
            changes.append(Change(Kind.ADDED, None, new))
            continue
        changes += [Change(Kind.REMOVED, gone, None) for gone in before[told:old]]
        told = old + 1
        changes.append(Change(Kind.CHANGED, before[old], new, *marked(before[old].text, new.text)))
    return changes + [Change(Kind.REMOVED, gone, None) for gone in before[told:]]


def _partners(before: Sequence[Article], after: Sequence[Article]) -> dict[int, int]:
    """For places in `after` the place in `before` it comes from, in order: the likest pairing of the two."""
    # Longest common subsequence, each pair weighing as much as the two are alike.
    old_pairs, new_pairs = [_pairs(old.text) for old in before], [_pairs(new.text) for new in after]
    likeness = [[_likeness(old, new) for new in new_pairs] for old in old_pairs]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for row in range(len(before) - 1, -1, -1):
        for column in range(len(after) - 1, -1, -1):
            paired = best[row + 1][column + 1] + likeness[row][column]
            best[row][column] = max(best[row + 1][column], best[row][column + 1], paired)
    pairs: dict[int, int] = {}
    row = column = 0
    while row < len(before) and column < len(after):
        if likeness[row][column] and best[row][column] == best[row + 1][column + 1] + likeness[row][column]:
            pairs[column] = row
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _likeness(old: set[str], new: set[str]) -> float:
    """How alike two texts are, 0 where they are not: by the pairs of characters they share (Dice)."""
    if not old or not new:
        return 0.0
    alike = 2 * len(old & new) / (len(old) + len(new))
    return alike if alike >= ALIKE else 0.0


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def marked(old: str, new: str) -> tuple[Marked, Marked]:
    """Both texts, with what differs marked on each side."""
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    was, now = _UNIT.findall(old), _UNIT.findall(new)
    for tag, low, high, new_low, new_high in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        differs = tag != "equal" or (high - low < SHORTEST_KEPT and low > 0 and high < len(was))
        left.append(("".join(was[low:high]), differs))
        right.append(("".join(now[new_low:new_high]), differs))
    return _joined(left), _joined(right)


def _joined(parts: list[tuple[str, bool]]) -> Marked:
    joined: list[tuple[str, bool]] = []
    for text, differs in parts:
        if not text:
            continue
        if joined and joined[-1][1] == differs:
            joined[-1] = (joined[-1][0] + text, differs)
        else:
            joined.append((text, differs))
    return tuple(joined)
