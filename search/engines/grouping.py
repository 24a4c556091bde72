"""Cuts the page that was asked for out of what an engine found."""

import hashlib
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
    among: Callable[[tuple[str, ...]], Sequence[Hit]],
) -> tuple[tuple[Group, ...], int]:
    """The groups of the page, and how many groups pages are cut from.

    `hits` are those in the query's window, best first, of `total`. An engine says how it reads a hit, to
    which groups hits belong, and which documents of the answer are among some keys; no more is read than
    the page shows and `reorder` needs.
    """
    if query.reorder and hits:
        hits = _reordered(hits, query, read, group_names, among)
    if not query.group_size:
        _, first = query.window
        shown = hits[query.offset - first :][: query.limit]
        return tuple(Group((read(hit),), 1) for hit in shown), total
    groups = grouped(group_names(hits))
    return tuple(
        Group(tuple(read(hits[place]) for place in group[: query.group_size]), len(group))
        for group in groups[query.offset : query.offset + query.limit]
    ), len(groups)


def _reordered(hits, query: EngineQuery, read, group_names, among) -> list:
    """The best by words and those near in meaning in their new order, then the rest."""
    best = list(hits[:REORDERED])
    matches = [read(hit) for hit in best]
    held = {match.key for match in matches}
    missing = tuple(key for key in query.near if key not in held)
    if missing:
        added = list(among(missing))
        best += added
        matches += [read(hit) for hit in added]
        held |= {match.key for match in matches}
    named = [match._replace(group=group) for match, group in zip(matches, group_names(best), strict=True)]
    rest = hits[REORDERED:]
    if missing:
        rest = [hit for hit in rest if read(hit).key not in held]
    return [best[place] for place in query.reorder(named)] + list(rest)


def number_of(group: str) -> int:
    """A group as a number, for engines that keep no names."""
    return int.from_bytes(hashlib.blake2b(group.encode(), digest_size=8).digest())


def grouped(groups: Sequence[Hashable]) -> list[list[int]]:
    """Positions of the members of each group, given the group of each document in ranked order."""
    members: dict[Hashable, list[int]] = {}
    for position, group in enumerate(groups):
        members.setdefault(group, []).append(position)
    return list(members.values())
