"""Where stored persons came from: the rows of the registers that were imported, as long as batches are kept.

The cells of a batch stand encrypted until they are purged. An identity number in them tells whether a row
means a stored person also where the office keeps no numbers; nothing of it is stored anew.
"""

from collections import defaultdict
from collections.abc import Iterable

from cms.core.protected import fingerprint
from cms.intake.queries import rows_that_became

ROSTER, VOLUNTEERS = "roster", "volunteers"


def roster_rows(persons: Iterable[int]) -> dict[int, str]:
    """By key of a person the row of the roster it stands in, as file!sheet!row; the latest import counts."""
    rows = rows_that_became(persons, (ROSTER,)).values_list("record", "batch__file_name", "sheet", "number")
    return {record: f"{file}!{sheet}!{number}" for record, file, sheet, number in rows}


def identity_fingerprints(persons: Iterable[int]) -> dict[int, set[str]]:
    """By key of a person the fingerprints of the identity numbers its latest rows state."""
    rows = rows_that_became(persons, (ROSTER, VOLUNTEERS))
    # Only what is looked at is decrypted: of each register the latest row of a person.
    latest = {(record, kind): pk for record, kind, pk in rows.values_list("record", "batch__kind", "pk")}
    found = defaultdict(set)
    for row in rows.filter(pk__in=latest.values()).only("record", "content"):
        number = row.cells["values"].get("身份证号")
        if number:
            found[row.record].add(fingerprint(number, "identity"))
    return found
