"""The gate before the public: no record with a personal number in a text that is shown passes it.

A model names its texts for the public once, in `public_texts`. What a field holds is walked, not
remembered: a new kind of block, a new key in JSON is read without a word here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
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


# Texts of the frameworks' own models that the public may come to see.
_OF_OTHERS = {
    "taggit.tag": ("name", "slug"),
    "wagtailcore.collection": ("name",),
    "wagtailcore.site": ("site_name",),
    "wagtailredirects.redirect": ("old_path", "redirect_link"),
}


class PublicTexts:
    """A record with texts for the public, which its model names in `public_texts`.

    What is written into them is checked with the other fields of a form or an action. What stood in them
    before is not: whoever takes a record from the public is not held up by it.
    """

    public_texts: tuple[str, ...] = ()

    def clean_fields(self, exclude=None):
        problems: dict[str, list] = {}
        for check in (super().clean_fields, self._refuse_what_is_written):
            try:
                check(exclude)
            except ValidationError as error:
                problems = error.update_error_dict(problems)
        if problems:
            raise ValidationError(problems)

    def _refuse_what_is_written(self, exclude) -> None:
        refuse_personal_numbers(self, _written(self, exclude or ()))


def texts_of(model: type[Model]) -> tuple[str, ...]:
    """The fields of `model` that hold texts for the public."""
    return getattr(model, "public_texts", ()) or _OF_OTHERS.get(model._meta.label_lower, ())


def personal_numbers_in(record: Model, fields: Iterable[str] | None = None) -> dict[str, list[str]]:
    """What is to be said, by field, where a text for the public holds a personal number; {} where none does.

    `fields` are all that the record's model declares, unless given.
    """
    problems: dict[str, list[str]] = {}
    for passage in public_passages(record, fields):
        for number in find_personal_numbers(passage.text):
            problems.setdefault(passage.field, []).append(
                _("%(where)s里有%(kind)s %(masked)s，会公开显示，请删去或隐去后再保存。")
                % {"where": passage.where, "kind": number.kind, "masked": number.masked}
            )
    return problems


def refuse_personal_numbers(record: Model, fields: Iterable[str] | None = None) -> None:
    """Raise RuleBroken, by field, where `personal_numbers_in` finds any. Ask all once it goes public."""
    if problems := personal_numbers_in(record, fields):
        raise RuleBroken(problems)


def refuse_at_save(sender, instance: Model, raw: bool = False, update_fields=None, **kwargs) -> None:
    """The last door, for whatever comes by no form and no action: nothing public is saved unread."""
    # A migration's models are not the record's own, and may lack its fields.
    if raw or sender.__module__ == "__fake__" or not texts_of(sender) or not getattr(instance, "live", True):
        return
    fields = _written(instance) if update_fields is None else update_fields
    refuse_personal_numbers(instance, [name for name in texts_of(sender) if name in fields])


def _written(record: Model, exclude: Iterable[str] = ()) -> list[str]:
    """The public texts of `record` that are not what stands in the database."""
    names = [name for name in texts_of(type(record)) if name not in exclude]
    before = record.pk and names and type(record)._base_manager.filter(pk=record.pk).values(*names).first()
    return [name for name in names if not before or before[name] != _value(record, name)]


def public_passages(record: Model, fields: Iterable[str] | None = None) -> Iterator[Passage]:
    """Every text of `record` that is or will be shown to the public, in the order declared."""
    for name in texts_of(type(record)) if fields is None else fields:
        label = str(record._meta.get_field(name).verbose_name)
        value = _value(record, name)
        if hasattr(value, "stream_block"):
            for position, child in enumerate(value, start=1):
                where = f"{label}第{position}块（{child.block.label}）"
                yield from _passages(name, where, child.get_prep_value()["value"])
        else:
            yield from _passages(name, label, value)


def _value(record: Model, name: str) -> Any:
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
