"""Which stored record each row of a table came from: rows may have been mended, moved and left out."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

# What a row and a record agree on; None where they say too little.
Key = Callable[[object], Hashable | None]


def pair_up(rows: Sequence, records: Iterable, passes: Sequence[tuple[Key, Key]]) -> dict[int, object]:
    """The record of each row by the row's position, no record twice.

    `passes` are pairs of (key of a row, key of a record), the most telling first.
    """
    paired: dict[int, object] = {}
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
