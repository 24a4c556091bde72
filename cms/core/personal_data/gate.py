"""The gate before the public: no record with a personal number in a text that is shown passes it.

A model names its texts for the public once, in `public_texts`. What a field holds is walked, not
remembered: a new kind of block, a new key in JSON or a new tag is read without a word here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from cms.core.errors import RuleBroken
from cms.core.personal_data.finding import find_personal_numbers

# What Wagtail keeps beside a block's value: no words of an editor's.
_OWN_KEYS = frozenset({"id", "type"})


@dataclass(frozen=True)
class Passage:
    """A text, the field it stands in and the place in words that an editor understands."""

    field: str
    where: str
    text: str


def refuse_personal_numbers(record: Model, fields: Iterable[str] | None = None) -> None:
    """Raise RuleBroken, by field, where a text for the public holds a personal number.

    `fields` are those that the record's model declares in `public_texts`, unless given.
    """
    problems: dict[str, list[str]] = {}
    for passage in public_passages(record, fields):
        for number in find_personal_numbers(passage.text):
            problems.setdefault(passage.field, []).append(
                _("%(where)s里有%(kind)s %(masked)s，会公开显示，请删去或隐去后再保存。")
                % {"where": passage.where, "kind": number.kind, "masked": number.masked}
            )
    if problems:
        raise RuleBroken(problems)


def public_passages(record: Model, fields: Iterable[str] | None = None) -> Iterator[Passage]:
    """Every text of `record` that is or will be shown to the public, in the order declared."""
    for name in getattr(record, "public_texts", ()) if fields is None else fields:
        label = str(record._meta.get_field(name).verbose_name)
        value = _value(record, name)
        if hasattr(value, "stream_block"):
            for position, child in enumerate(value, start=1):
                where = f"{label}第{position}块（{child.block.label}）"
                yield from _passages(name, where, child.get_prep_value()["value"])
        else:
            yield from _passages(name, label, value)


def _value(record: Model, name: str) -> Any:
    field = record._meta.get_field(name)
    if field.many_to_many or field.one_to_many:
        # Tags are words of the record, though they stand in a table of their own.
        return [str(related) for related in getattr(record, name).all()] if record.pk else []
    value = getattr(record, name)
    return value.name if isinstance(value, FieldFile) else value


def _passages(field: str, where: str, value: Any) -> Iterator[Passage]:
    yield from (Passage(field, where, text) for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Every string and number in whatever `value` is made of."""
    if isinstance(value, dict):
        for key, held in value.items():
            if key not in _OWN_KEYS:
                yield from _texts(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _texts(held)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
