"""What an import writes, noted as it happens, so that the import can be taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cms.core.values import content_fields, fingerprint_of
from cms.core.writing import CHANGED, CREATED, UNCHANGED, Action, anyone, writing

LABELS = {CREATED: _("导入新增"), CHANGED: _("导入修改")}


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
    """The writes of one import, in order. `on` is the day as of which the file was judged.

    What is written is written in steps, each a transaction of its own where the caller has none; `store`
    keeps the changes of a step within it. A `rehearsed` import writes nothing: its new records only get
    keys that no stored record has.
    """

    actor: Any
    on: date
    progress: Callable[[int, int], None] = lambda done, total: None
    store: Callable[[list[Change]], None] = lambda changes: None
    rehearsed: bool = False
    _changes: list[Change] = field(default_factory=list)
    _in_step: bool = False
    _made_up: Iterator[int] = field(default_factory=lambda: count(-1, -1))

    @contextmanager
    def step(self) -> Iterator[None]:
        """Some writes, together with what is needed to take them back."""
        self._changes, self._in_step = [], True
        try:
            with transaction.atomic():
                yield
                self.store(self._changes)
        finally:
            self._changes, self._in_step = [], False

    def pretend(self, record: Model) -> None:
        """Give a new record of a rehearsal a key, so that others can refer to it."""
        record.pk = next(self._made_up)

    def created(self, record: Model) -> None:
        """Note a record that did not exist before; call it in a step, once it has its key."""
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
        before = differing(record, values)
        if not fresh and not before:
            return UNCHANGED
        what = CREATED if fresh else CHANGED
        if self.rehearsed:
            assign(record, values)
            if fresh:
                self.pretend(record)
            return what
        # Who may import was asked when the import began.
        action = Action[Model](
            f"{record._meta.label_lower}.{what}", LABELS[what], anyone, writes=tuple(values)
        )
        with self.step():
            with writing(record, action, actor=self.actor) as held:
                assign(held, values)
            if fresh:
                self.created(held)
            else:
                self.changed(held, before)
        return what

    def advance(self, done: int, total: int) -> None:
        """Tell whoever waits how far the work has come."""
        self.progress(done, total)

    def _note(self, record: Model, before, fields) -> None:
        if not self._in_step:
            raise RuntimeError("what is written outside a step is not kept with it")
        self._changes.append(
            Change(record._meta.label_lower, record.pk, before, fingerprint_of(record, fields))
        )


def given(values: dict[str, Any]) -> dict[str, Any]:
    """The values that were given: a blank cell leaves what is stored."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def differing(record: Model, values: dict[str, Any]) -> dict[str, Any]:
    """The old values of what these would change in a stored record; none of a new one."""
    if record.pk is None:
        return {}
    return {name: getattr(record, name) for name, value in values.items() if getattr(record, name) != value}


def assign(record: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Write the values that differ into a record, unsaved; return the old ones, none of a new record."""
    before = differing(record, values)
    for name in before if record.pk is not None else values:
        setattr(record, name, values[name])
    return before


def _plain(keys):
    return sorted(getattr(key, "pk", key) for key in keys)


def _plain_key(value):
    return getattr(value, "pk", value)
