"""What an import writes, noted as it happens, so that the import can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from cms.core import audit


@dataclass(frozen=True)
class Change:
    """One write. `before` holds the old values of the fields it changed; None where it created the record."""

    record: Model
    before: dict[str, Any] | None


def assign(record: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Write the values that differ into a record, unsaved; return the old ones by field."""
    before = {name: getattr(record, name) for name, value in values.items() if getattr(record, name) != value}
    for name in before:
        setattr(record, name, values[name])
    return before


@dataclass
class Journal:
    """The writes of one import, in order. `on` is the day as of which the file was judged."""

    actor: Any
    on: date
    progress: Callable[[int, int], None] = lambda done, total: None
    changes: list[Change] = field(default_factory=list)

    def created(self, record: Model) -> None:
        """Note a record that did not exist before; call it once the record has its key."""
        self.changes.append(Change(record, None))

    def changed(self, record: Model, before: dict[str, Any]) -> None:
        """Note a change. `before` maps each changed field to its old value, relations to a list of keys."""
        self.changes.append(Change(record, dict(before)))

    def keep(self, record: Model, values: dict[str, Any]) -> str:
        """Create or change one record with these field values: "create", "change" or "unchanged".

        What is written is validated, noted here and in the audit trail.
        """
        fresh = record.pk is None
        before = assign(record, values)
        if not fresh and not before:
            return "unchanged"
        record.full_clean()
        record.save()
        if fresh:
            self.created(record)
        else:
            self.changed(record, before)
        what = "create" if fresh else "change"
        audit.record(self.actor, f"{record._meta.label_lower}.{what}", record)
        return what

    def advance(self, done: int, total: int) -> None:
        """Tell whoever waits how far the work has come."""
        self.progress(done, total)
