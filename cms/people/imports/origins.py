"""Where stored persons came from: the rows of the registers that were imported, as long as batches are kept.

The cells of a batch stand encrypted until they are purged. An identity number in them tells whether a row
means a stored person also where the office keeps no numbers; its keyed hash stands beside the cells and goes
with them.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from cms.core.protected import fingerprint
from cms.intake.queries import records_of_one_telltale, rows_that_became

ROSTER, VOLUNTEERS = "roster", "volunteers"


def roster_rows(persons: Iterable[int]) -> dict[int, str]:
    """By key of a person the row of the roster it stands in, as file!sheet!row; the latest import counts."""
    rows = rows_that_became(persons, (ROSTER,)).values_list("record", "batch__file_name", "sheet", "number")
    return {record: f"{file}!{sheet}!{number}" for record, file, sheet, number in rows}


def identity_fingerprints(persons: Iterable[int]) -> dict[int, set[str]]:
    """By key of a person the fingerprints of the identity numbers its latest rows state."""
    rows = rows_that_became(persons, (ROSTER, VOLUNTEERS)).values_list("record", "batch__kind", "telltale")
    # Of each register the latest row of a person.
    latest = {(record, kind): number for record, kind, number in rows}
    found = defaultdict(set)
    for (record, _kind), number in latest.items():
        if number:
            found[record].add(number)
    return found


def of_one_number() -> list[set[int]]:
    """The keys of persons of whom rows state one identity number, whatever else they state."""
    return records_of_one_telltale((ROSTER, VOLUNTEERS))


def telltale(values: dict[str, Any]) -> str:
    """By what a row of a register is known again: its identity number, never kept itself."""
    return fingerprint(values.get("身份证号") or "", "identity")
