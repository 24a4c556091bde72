"""Which stored record each row of a table came from: rows may have been mended, moved and left out."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Row = TypeVar("Row")
Record = TypeVar("Record")
# What a row and a record agree on; None where they say too little.
Pass = tuple[Callable[[Row], Hashable | None], Callable[[Record], Hashable | None]]


def pair_up(
    rows: Sequence[Row], records: Iterable[Record], passes: Sequence[Pass[Row, Record]]
) -> dict[int, Record]:
    """The record of each row by the row's position, no record twice.

    `passes` are pairs of (key of a row, key of a record), the most telling first.
    """
    paired: dict[int, Record] = {}
    left = list(records)
    for key_of_row, key_of_record in passes:
        waiting = defaultdict(list)
        for record in left:
            waiting[key_of_record(record)].append(record)
        for place, row in enumerate(rows):
            key = None if place in paired else key_of_row(row)
            if key is not None and waiting.get(key):
                paired[place] = waiting[key].pop(0)
        used = set(map(id, paired.values()))
        left = [record for record in left if id(record) not in used]
    return paired
