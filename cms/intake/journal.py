"""What an import writes, noted as it happens, so that the import can be taken back."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model

from cms.core import audit
from cms.core.protected import fingerprint

# Times a record keeps of itself say nothing about its content.
_CLOCKS = ("auto_now", "auto_now_add")


@dataclass(frozen=True)
class Change:
    """One write: which record, the old values of what was changed (None where it was created), and a
    fingerprint of what it left."""

    model: str
    record: int
    before: dict[str, Any] | None
    after: str


@dataclass
class Journal:
    """The writes of one import, in order. `on` is the day as of which the file was judged."""

    actor: Any
    on: date
    progress: Callable[[int, int], None] = lambda done, total: None
    changes: list[Change] = field(default_factory=list)

    def created(self, record: Model) -> None:
        """Note a record that did not exist before; call it once the record has its key."""
        self._note(record, None, content_fields(record))

    def changed(self, record: Model, before: dict[str, Any]) -> None:
        """Note a change. `before` maps each changed field to its old value, relations to a list of keys."""
        fields = [record._meta.get_field(name) for name in before]
        old = {
            each.name: _plain(before[each.name]) if each.many_to_many else _plain_key(before[each.name])
            for each in fields
        }
        self._note(record, old, fields)

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

    def _note(self, record: Model, before, fields) -> None:
        self.changes.append(
            Change(record._meta.label_lower, record.pk, before, fingerprint_of(record, fields))
        )


def given(values: dict[str, Any]) -> dict[str, Any]:
    """The values that were given: a blank cell leaves what is stored."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def assign(record: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Write the values that differ into a record, unsaved; return the old ones, none of a new record."""
    stored = record.pk is not None
    before = {
        name: getattr(record, name)
        for name, value in values.items()
        if stored and getattr(record, name) != value
    }
    for name in before if stored else values:
        setattr(record, name, values[name])
    return before


def content_fields(record: Model) -> list[Field]:
    """The fields of a record's own table that hold its content, not its times."""
    return [
        each
        for each in record._meta.concrete_fields
        if not each.primary_key and not any(getattr(each, clock, False) for clock in _CLOCKS)
    ]


def fingerprint_of(record: Model, fields: list[Field]) -> str:
    """A keyed hash of some fields of a record as they stand."""
    values = {each.name: _value(record, each) for each in fields}
    return fingerprint(json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True), "intake-change")


def _value(record: Model, each: Field):
    if each.many_to_many:
        return sorted(getattr(record, each.name).values_list("pk", flat=True))
    # As the database will give it back: "2026-11-01" and a date are one value, 88 and 88.0 too.
    value = each.to_python(getattr(record, each.attname))
    if isinstance(value, Decimal):
        return f"{value:.{each.decimal_places}f}"
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else value


def _plain(keys):
    return sorted(getattr(key, "pk", key) for key in keys)


def _plain_key(value):
    return getattr(value, "pk", value)
