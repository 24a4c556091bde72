"""A record's content as plain values: what it holds, and by which it is known to have changed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, Field, Model, TextField
from django.utils.timezone import localtime

from cms.core.protected import fingerprint
from search.chinese.dates import chinese_date

# Times a record keeps of itself say nothing about its content.
_CLOCKS = ("auto_now", "auto_now_add")
_JSON = DjangoJSONEncoder(sort_keys=True, default=str)


def content_fields(record: Model | type[Model]) -> list[Field]:
    """The fields of a record's own table that hold its content, not its times."""
    return list(_content_fields(record if isinstance(record, type) else type(record)))


@cache
def _content_fields(model: type[Model]) -> tuple[Field, ...]:
    return tuple(
        each
        for each in model._meta.concrete_fields
        if not each.primary_key and not any(getattr(each, clock, False) for clock in _CLOCKS)
    )


def derived_fields(record: Model | type[Model]) -> tuple[str, ...]:
    """The fields a record works out from others whenever it is saved (`derived_fields` of its class)."""
    return getattr(record, "derived_fields", ())


def value_of(record: Model, field: Field) -> Any:
    """What a field holds, as the database will give it back: keys for relations, sorted where many."""
    if field.many_to_many:
        return (
            sorted(getattr(record, field.name).order_by().values_list("pk", flat=True)) if record.pk else []
        )
    held = getattr(record, field.attname)
    if held is None or (type(held) is str and _is_text(type(field))):
        return held
    # "2026-11-01" and a date are one value, 88 and 88.0 too.
    value = field.to_python(held)
    if isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else value


def fingerprint_of(record: Model, fields: Iterable[Field]) -> str:
    """A keyed hash of some fields of a record as they stand."""
    values = {each.name: value_of(record, each) for each in fields}
    return fingerprint(_JSON.encode(values), "content")


@cache
def _is_text(kind: type[Field]) -> bool:
    return kind.to_python in (CharField.to_python, TextField.to_python)


def version_of(record: Model) -> str:
    """By which a writer says what they read: whatever people can change in the record.

    Counters and other things the platform itself keeps do not count: nobody writes over them.
    """
    if hasattr(record, "lock_version"):
        return str(record.lock_version)
    kept = getattr(record, "kept_by_platform", ())
    shown = [each for each in content_fields(record) if each.editable and each.name not in kept]
    return fingerprint_of(record, [*shown, *record._meta.many_to_many])


def shown(record, name: str) -> str:
    """A field's value in words."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return "、".join(map(str, getattr(record, name).all()))
    value = in_words(getattr(record, f"get_{name}_display", lambda: getattr(record, name))())
    return "" if value is None else str(value)


def in_words(value: Any) -> Any:
    """A plain value as people read it, times by the clock here; what is no plain value as it is."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{chinese_date(localtime(value))} {localtime(value):%H:%M}"
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return value
