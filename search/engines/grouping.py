"""Cuts the page that was asked for out of what an engine found."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from search.engines.base import REORDERED, EngineQuery, Group, Match

Hit = TypeVar("Hit")


def page_of(
    hits: Sequence[Hit],
    total: int,
    query: EngineQuery,
    *,
    read: Callable[[Hit], Match],
    group_names: Callable[[Sequence[Hit]], Sequence[Hashable]],
) -> tuple[tuple[Group, ...], int]:
    """The groups of the page, and how many groups pages are cut from.

    `hits` are those in the query's window, best first, of `total`. An engine says how it reads a hit, and
    to which groups hits belong; no more is read than the page shows and `reorder` needs.
    """
    if query.reorder:
        best = [read(hit) for hit in hits[:REORDERED]]
        hits = [hits[place] for place in query.reorder(best)] + list(hits[len(best) :])
    if not query.group_size:
        _, first = query.window
        shown = hits[query.offset - first :][: query.limit]
        return tuple(Group((read(hit),), 1) for hit in shown), total
    groups = grouped(group_names(hits))
    return tuple(
        Group(tuple(read(hits[place]) for place in group[: query.group_size]), len(group))
        for group in groups[query.offset : query.offset + query.limit]
    ), len(groups)


def grouped(groups: Sequence[Hashable]) -> list[list[int]]:
    """Positions of the members of each group, given the group of each document in ranked order."""
    members: dict[Hashable, list[int]] = {}
    for position, group in enumerate(groups):
        members.setdefault(group, []).append(position)
    return list(members.values())
