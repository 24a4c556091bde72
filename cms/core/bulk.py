"""Many rows of a table written at once, cheaper than by `bulk_create`: how a field stores what it holds is
worked out once, not cell by cell. No signals are sent, as there.
"""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from operator import attrgetter
from types import NoneType
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Field, Model
from django.utils import timezone

BATCH = 500
_TEXTS = (models.CharField.get_prep_value, models.TextField.get_prep_value)


def append(model: type[Model], same: dict[str, Any], names: tuple[str, ...], rows: Iterable[tuple]) -> None:
    """Add rows that have `same` in common and differ in `names`; what neither gives is as a new record's.

    For tables that only grow, as the trail and the journals: there is no record for each row and no key.
    """
    fields = {each.name: each for each in model._meta.concrete_fields if not each.primary_key}
    common = {name: _default(each) for name, each in fields.items() if name not in (*same, *names)} | same
    fixed = [_stored(fields[name])(_key_of(value)) for name, value in common.items()]
    varying = [_stored(fields[name]) for name in names]
    columns = ", ".join(connection.ops.quote_name(fields[name].column) for name in (*common, *names))
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})",  # noqa: S608
            [(*fixed, *(store(cell) for store, cell in zip(varying, row, strict=True))) for row in rows],
        )


def insert(records: list[Model]) -> None:
    """Store new records of one model and give them their keys; the times of a save are set, one for all.

    `bulk_create` does it where the model asks for more than values as they stand.
    """
    if not records:
        return
    model = type(records[0])
    if not _is_simple(model):
        model._base_manager.bulk_create(records, batch_size=BATCH)
        return
    fields = [each for each in model._meta.concrete_fields if not each.primary_key]
    now = timezone.now()
    clocks = [each.attname for each in fields if _is_clock(each)]
    for record in records:
        record._prepare_related_fields_for_save(operation_name="bulk_create")
        for clock in clocks:
            setattr(record, clock, now)
    columns = ", ".join(connection.ops.quote_name(each.column) for each in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    begin, key = f"INSERT INTO {_table(model)} ({columns}) VALUES", connection.ops.quote_name("id")
    size = min(BATCH, connection.ops.bulk_batch_size(fields, records))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(records), size):
            part = records[start : start + size]
            columns_of_part = (_column(each, part) for each in fields)
            cursor.execute(
                f"{begin} {', '.join([row] * len(part))} RETURNING {key}",
                list(chain.from_iterable(zip(*columns_of_part, strict=True))),
            )
            for record, (pk,) in zip(part, cursor.fetchall(), strict=True):
                record.pk = pk
                record._state.adding, record._state.db = False, connection.alias


@cache
def _is_simple(model: type[Model]) -> bool:
    """Whether each field is stored as it stands, or shows the time of the save, and the key comes last."""
    return (
        connection.features.can_return_rows_from_bulk_insert
        and not model._meta.parents
        and model._meta.pk.column == "id"
        and isinstance(model._meta.pk, models.AutoField)
        and all(_is_plain(each) for each in model._meta.concrete_fields if not each.primary_key)
    )


def _is_plain(field: Field) -> bool:
    if hasattr(field, "get_placeholder") or (field.has_db_default() and not field.has_default()):
        return False
    if isinstance(field, models.DateField | models.TimeField):
        return _is_clock(field) or not (field.auto_now or field.auto_now_add)
    return type(field).pre_save is Field.pre_save and not field.generated


def _is_clock(field: Field) -> bool:
    return isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _default(field: Field) -> Any:
    return timezone.now() if getattr(field, "auto_now_add", False) else field.get_default()


def _key_of(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


@cache
def _stored(field: Field) -> Callable[[Any], Any]:
    """How a value of the field goes to the database: texts, whole numbers and nothing at all as they are."""
    plain, empty = _plain_type(field), "" if isinstance(field, models.TextField) else None
    return lambda value: (
        value
        if value is None or type(value) is plain or value == empty
        else field.get_db_prep_save(value, connection)
    )


def _column(field: Field, records: list[Model]) -> list:
    """What the records hold in a field, as it goes to the database; texts alike are not looked at singly."""
    cells = list(map(attrgetter(field.attname), records))
    if _is_clock(field):
        return [field.get_db_prep_save(cells[0], connection)] * len(cells)
    if set(map(type, cells)) <= {_plain_type(field), NoneType}:
        return cells
    return list(map(_stored(field), cells))


def _plain_type(field: Field) -> type | None:
    """The type of which a field stores each value as it is, if any."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    kind = type(target)
    if isinstance(target, models.IntegerField):
        return int
    plain = kind.get_prep_value in _TEXTS and kind.get_db_prep_value is Field.get_db_prep_value
    return str if plain else None
