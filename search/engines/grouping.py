"""Cuts a ranked list into groups, ordered by their best member."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

from search.engines.base import Match, Reorder

Hit = TypeVar("Hit")


def grouped(groups: Sequence[Hashable]) -> list[list[int]]:
    """Positions of the members of each group, given the group of each document in ranked order."""
    members: dict[Hashable, list[int]] = {}
    for position, group in enumerate(groups):
        members.setdefault(group, []).append(position)
    return list(members.values())


def reordered(hits: Sequence[Hit], best: Sequence[Match], reorder: Reorder) -> list[Hit]:
    """The hits, the first of which are `best`, with those in their better order."""
    return [hits[place] for place in reorder(best)] + list(hits[len(best) :])
