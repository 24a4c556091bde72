"""The rows of a table as records: written together, each noted in the journal of the import."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from cms.core import audit
from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import CHANGED, CREATED, UNCHANGED
from cms.intake.journal import Journal, assign
from cms.intake.relations import BATCH, relate, related_keys


class RowStore:
    """The records of one model that an import makes or changes.

    `fields` are the columns a change may write, `relations` its many-to-many fields. Nothing is written
    before `write`, which notes every record in the journal.
    """

    def __init__(
        self, journal: Journal, model: type[Model], fields: Iterable[str] = (), relations: Iterable[str] = ()
    ):
        self.journal, self.model = journal, model
        self.fields, self.relations = tuple(fields), tuple(relations)
        self.new: list[Model] = []
        self.changed: dict[Model, dict[str, Any]] = {}
        self._held: dict[str, dict[int, set[int]]] = {name: {} for name in self.relations}
        self._wanted: dict[str, list[tuple[Model, set[int]]]] = {name: [] for name in self.relations}

    def hold(self, records: Iterable[Model]) -> None:
        """Read what stored records refer to, before anything is compared with it."""
        records = list(records)
        self._held = {name: related_keys(records, name) for name in self.relations}

    def moved(self, record: Model, relations: dict[str, set[int]]) -> dict[str, list[int]]:
        """The keys a record refers to now, by those of these relations that would differ."""
        held = {name: self._held[name].get(record.pk, set()) for name in relations}
        return {name: sorted(keys) for name, keys in held.items() if keys != relations[name]}

    def add(self, record: Model, relations: dict[str, set[int]] | None = None) -> str:
        """A record that is not stored yet."""
        self.new.append(record)
        self._relate(record, relations)
        return CREATED

    def change(
        self, record: Model, values: dict[str, Any], relations: dict[str, set[int]] | None = None
    ) -> str:
        """Give a record these values; whether that changes it. A blank relation leaves what is stored."""
        relations = relations or {}
        before = assign(record, values) | self.moved(record, relations)
        if not before:
            return UNCHANGED
        # What the record was before the import, however many rows speak of it.
        self.changed[record] = {**before, **self.changed.get(record, {})}
        self._relate(record, relations)
        return CHANGED

    def write(self) -> None:
        """Store all of them, noted in the journal and told in the audit trail."""
        # Rows are kept in bulk, past the forms and saves that would ask.
        for record in self.new:
            _refuse_impossible(record, [each.name for each in record._meta.concrete_fields])
        for record, before in self.changed.items():
            _refuse_impossible(record, before)
        for record in (*self.new, *self.changed):
            refuse_personal_numbers(record)
        self.model.objects.bulk_create(self.new, batch_size=BATCH)
        if self.changed:
            self.model.objects.bulk_update(self.changed, self.fields, batch_size=BATCH)
        for name, pairs in self._wanted.items():
            relate(dict(pairs), name, self._held[name])
        for record in self.new:
            self.journal.created(record)
        for record, before in self.changed.items():
            self.journal.changed(record, before)
        label = self.model._meta.label_lower
        audit.record_all(self.journal.actor, f"{label}.{CREATED}", self.new)
        audit.record_all(self.journal.actor, f"{label}.{CHANGED}", self.changed)

    def _relate(self, record: Model, relations: dict[str, set[int]] | None) -> None:
        for name, keys in (relations or {}).items():
            self._wanted[name].append((record, keys))


def _refuse_impossible(record: Model, names: Iterable[str]) -> None:
    """Ask of each value what a form would ask of it. Relations are keys the judging has found."""
    kept = {*names}
    others = [each.name for each in record._meta.concrete_fields if each.is_relation or each.name not in kept]
    try:
        # Not the record's own way, which asks the database what stood there before, row by row.
        Model.clean_fields(record, exclude=others)
    except ValidationError as error:
        raise RuleBroken(
            [
                f"{record}：{record._meta.get_field(name).verbose_name}：{message}"
                for name, messages in error.message_dict.items()
                for message in messages
            ]
        ) from error
