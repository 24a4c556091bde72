"""The rows of a table as records: written together, each noted in the journal of the import."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from itertools import chain, islice
from time import monotonic, sleep
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

from cms.core import audit
from cms.core.bulk import insert
from cms.core.errors import RuleBroken
from cms.core.models import TimeStampedModel
from cms.core.personal_data import refuse_personal_numbers, texts_of
from cms.core.writing import CHANGED, CREATED, UNCHANGED
from cms.intake.journal import Journal, assign
from cms.intake.relations import BATCH, relate, related_keys

T = TypeVar("T")
# So many records are written in one step: others who write wait for a fraction of a second.
STEP = 1000
# So long others wait who want to write, and so long they are then given to begin; in seconds. Who waits for
# SQLite looks every tenth of a second whether it is free.
PATIENCE, TURN = 0.4, 0.11
_PLAIN = (int, float, Decimal, date, time)


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
        self._version = "updated_at" if issubclass(model, TimeStampedModel) else "pk"
        self.new: list[Model] = []
        self.changed: dict[Model, dict[str, Any]] = {}
        self._seen: dict[Model, Any] = {}
        self._held: dict[str, dict[int, set[int]]] = {name: {} for name in self.relations}
        # By identity: a new record has no key yet.
        self._wanted: dict[str, dict[int, set[int]]] = {name: {} for name in self.relations}

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
        self._seen.setdefault(record, getattr(record, self._version))
        # What the record was before the import, however many rows speak of it.
        self.changed[record] = {**before, **self.changed.get(record, {})}
        self._relate(record, relations)
        return CHANGED

    def write(self) -> None:
        """Store all of them, noted in the journal and told in the audit trail."""
        if self.journal.rehearsed:
            for record in self.new:
                self.journal.pretend(record)
            return
        # Rows are kept in bulk, past the forms and saves that would ask.
        _refuse_impossible(self.model, self.new, self.changed)
        if texts_of(self.model):
            for record in (*self.new, *self.changed):
                refuse_personal_numbers(record)
        for records in parts(self.new):
            with self.journal.step():
                self._create(records)
        for records in parts(self.changed):
            with self.journal.step():
                self._update(records)

    def _create(self, records: list[Model]) -> None:
        insert(records)
        self._relate_all(records)
        for record in records:
            self.journal.created(record)
        audit.record_all(self.journal.actor, f"{self.model._meta.label_lower}.{CREATED}", records)

    def _update(self, records: list[Model]) -> None:
        self._refuse_overtaken(records)
        self.model.objects.bulk_update(records, self.fields, batch_size=BATCH)
        self._relate_all(records)
        for record in records:
            self.journal.changed(record, self.changed[record])
        audit.record_all(self.journal.actor, f"{self.model._meta.label_lower}.{CHANGED}", records)

    def _relate(self, record: Model, relations: dict[str, set[int]] | None) -> None:
        for name, keys in (relations or {}).items():
            self._wanted[name][id(record)] = keys

    def _relate_all(self, records: list[Model]) -> None:
        for name, wanted in self._wanted.items():
            these = {record: wanted[id(record)] for record in records if id(record) in wanted}
            relate(these, name, self._held[name])

    def _refuse_overtaken(self, records: list[Model]) -> None:
        """Refuse where somebody else has changed a record since it was read."""
        keys = [record.pk for record in records]
        stored = dict(self.model.objects.filter(pk__in=keys).values_list("pk", self._version))
        for record in records:
            if stored.get(record.pk) != self._seen[record]:
                kind = self.model._meta.verbose_name
                raise RuleBroken(
                    f"{kind}“{record}”在导入的同时被别人改动或删除，没有导入。请再按一次“导入”。"
                )


def parts(records: Iterable[Model]) -> Iterator[list[Model]]:
    """Lists of at most STEP records, in order, to be written one by one: between them others may write."""
    rest = iter(records)
    yield from paced(iter(lambda: list(islice(rest, STEP)), []))


def paced(steps: Iterable[T]) -> Iterator[T]:
    """The same steps; between them others get their turn to write, unless making a step gave it to them."""
    since = free = monotonic()
    for step in steps:
        now = monotonic()
        if now > free + TURN:
            since = now
        elif now > since + PATIENCE:
            _let_others_write()
            since = monotonic()
        yield step
        free = monotonic()


def _let_others_write() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        sleep(TURN)


def _refuse_impossible(model: type[Model], new: list[Model], changed: dict[Model, dict[str, Any]]) -> None:
    """Raise RuleBroken where a form would refuse a value: the same value of a field is asked about once.

    Relations are keys the judging has found.
    """
    for each in model._meta.concrete_fields:
        if each.is_relation:
            continue
        right: set[Any] = set()
        written = (record for record, before in changed.items() if each.name in before)
        for record in chain(new, written):
            value = getattr(record, each.attname)
            known = value if type(value) is str or value is None else _known_by(value)
            if known not in right:
                _refuse(each, record, value)
                right.add(known)


def _refuse(field: Field, record: Model, value: Any) -> None:
    # As a form does; not the record's own way, which asks the database what stood there before.
    if isinstance(value, DatabaseDefault) or (field.blank and value in field.empty_values):
        return
    try:
        field.clean(value, record)
    except ValidationError as error:
        told = [f"{record}：{field.verbose_name}：{message}" for message in error.messages]
        raise RuleBroken(told) from error


def _known_by(value: Any) -> Any:
    """Not 1 for True, nor 60 for Decimal("60.0"); what may have no hash is asked about each time."""
    return (type(value), value) if isinstance(value, _PLAIN) else object()
