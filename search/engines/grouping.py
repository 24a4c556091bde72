"""Cuts a ranked list into groups, ordered by their best member."""

from collections.abc import Hashable, Sequence


def grouped(groups: Sequence[Hashable]) -> list[list[int]]:
    """Positions of the members of each group, given the group of each document in ranked order."""
    members: dict[Hashable, list[int]] = {}
    for position, group in enumerate(groups):
        members.setdefault(group, []).append(position)
    return list(members.values())
