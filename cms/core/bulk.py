"""Many rows of a table that only grows, written without a record for each: the trail and the journals.

Whoever needs the keys, or the rules of a save, goes by `bulk_create`.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone


def append(model: type[Model], same: dict[str, Any], names: tuple[str, ...], rows: Iterable[tuple]) -> None:
    """Add rows that have `same` in common and differ in `names`; what neither gives is as a new record's."""
    fields = {each.name: each for each in model._meta.concrete_fields if not each.primary_key}
    common = {name: _default(each) for name, each in fields.items() if name not in (*same, *names)} | same
    fixed = [_stored(fields[name], value) for name, value in common.items()]
    varying = [fields[name] for name in names]
    columns = ", ".join(connection.ops.quote_name(fields[name].column) for name in (*common, *names))
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608
            [(*fixed, *map(_stored, varying, row)) for row in rows],
        )


def _default(field) -> Any:
    return timezone.now() if getattr(field, "auto_now_add", False) else field.get_default()


def _stored(field, value: Any) -> Any:
    return field.get_db_prep_save(value.pk if isinstance(value, Model) else value, connection)
