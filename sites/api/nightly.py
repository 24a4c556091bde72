"""The files of the night: every dataset whole, as JSON Lines and as a table.

Beside each lie the keys of its records: a file in which something stands that was withdrawn since is not
given out any more, but written anew.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from cms.core.spreadsheets import CONTENT_TYPES, CSV, csv_lines
from sites.api.datasets import DATASETS, Dataset

KINDS = {"jsonl": "application/x-ndjson; charset=utf-8", CSV: CONTENT_TYPES[CSV]}
AT_ONCE = 500
# Of several who find that a file is out of date, one has it written.
PAUSE_SECONDS = 60


@dataclass(frozen=True)
class Whole:
    """One file: of which dataset, how long, when it was written."""

    dataset: Dataset
    kind: str
    size: int
    written_at: datetime

    @property
    def name(self) -> str:
        return f"{self.dataset.name}.{self.kind}"


def wholes() -> list[Whole]:
    """The files that are there."""
    return [held for each in _kept() for kind in KINDS if (held := whole(each, kind))]


def whole(dataset: Dataset, kind: str) -> Whole | None:
    """The file as it lies there; None where it was not written yet."""
    try:
        told = path_of(dataset, kind).stat()
    except OSError:
        return None
    written_at = datetime.fromtimestamp(told.st_mtime, timezone.get_current_timezone())
    return Whole(dataset, kind, told.st_size, written_at)


def path_of(dataset: Dataset, ending: str) -> Path:
    return Path(settings.PRIVATE_ROOT) / "open-data" / f"{dataset.name}.{ending}"


def write_all() -> None:
    for dataset in _kept():
        write(dataset)


def write(dataset: Dataset) -> None:
    """Write the dataset anew; whoever is reading the old files goes on with them.

    The files bear the moment the reading began: what changed while it went on counts as changed since.
    """
    begun = time.time()
    path_of(dataset, "keys").parent.mkdir(parents=True, exist_ok=True)
    drafts = {ending: path_of(dataset, f"{ending}.{os.getpid()}") for ending in (*KINDS, "keys")}
    try:
        with (
            drafts["keys"].open("w") as keys,
            drafts["jsonl"].open("w", encoding="utf-8") as lines,
            drafts["csv"].open("wb") as table,
        ):

            def told() -> Iterator[list]:
                for pk, row in _rows(dataset):
                    keys.write(f"{pk}\n")
                    lines.write(json.dumps(row, ensure_ascii=False) + "\n")
                    yield list(row.values())

            table.writelines(csv_lines(dataset.row.model_fields, told()))
        # The keys last: until then the old ones tell that something was withdrawn.
        for ending, draft in drafts.items():
            os.utime(draft, (begun, begun))
            draft.replace(path_of(dataset, ending))
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def holds_what_was_withdrawn(dataset: Dataset, written_at: datetime) -> bool:
    """Whether something stands in the files that the public may not read any more, or reads otherwise since.

    A name that had to go is taken out of a record as often as the record is taken back.
    """
    try:
        held = set(map(int, path_of(dataset, "keys").read_text().split()))
    except OSError:
        return True
    records = dataset.records()
    if not held <= set(records.values_list("pk", flat=True)):
        return True
    if not any(each.name == "updated_at" for each in records.model._meta.fields):
        return False
    changed = records.filter(updated_at__gt=written_at).values_list("pk", flat=True)
    return not held.isdisjoint(changed)


def is_first_to_notice(dataset: Dataset) -> bool:
    return cache.add(f"open-data:{dataset.name}", True, PAUSE_SECONDS)


def _rows(dataset: Dataset) -> Iterator[tuple[int, dict]]:
    """Every row by its record's key, read so many at once."""
    base, last = settings.WAGTAILADMIN_BASE_URL.rstrip("/"), 0
    while records := list(dataset.records().filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = records[-1].pk
        for record, row in zip(records, dataset.told(records, base), strict=True):
            yield record.pk, row.model_dump(mode="json")


def _kept() -> Iterable[Dataset]:
    return (each for each in DATASETS.values() if each.has_files)
