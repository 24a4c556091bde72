"""Everything that is held about a member, as they take it away.

A kind of record says itself what its person is told of it: `own_data_fields`, and in `person_path` how it
names them. So whatever a later app keeps of somebody stands here as well.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import label_for_field
from django.db.models import ForeignKey, Manager, Model
from django.utils.timezone import localtime

from cms.people.models import Person


def own_data(person: Person) -> dict[str, Any]:
    """As plain values in Chinese names: the person alone is given it, so the numbers are whole."""
    return {"本人": _told(person)} | {
        str(kind._meta.verbose_name): [_told(each) for each in _rows(kind, person)] for kind in told_kinds()
    }


def told_kinds() -> list[type[Model]]:
    """The kinds of record of which a person is told, besides who they are."""
    return [kind for kind in apps.get_models() if kind is not Person and hasattr(kind, "own_data_fields")]


def _rows(kind: type[Model], person: Person):
    keys = {each.name for each in kind._meta.fields if isinstance(each, ForeignKey)}
    along = [kind.person_path, *(name for name in kind.own_data_fields if name in keys)]
    return kind._default_manager.filter(**{kind.person_path: person}).select_related(*along).order_by("pk")


def _told(record: Model) -> dict[str, Any]:
    return {str(label_for_field(name, type(record))): _plain(record, name) for name in record.own_data_fields}


def _plain(record: Model, name: str) -> Any:
    if shown := getattr(record, f"get_{name}_display", None):
        return str(shown() or "")
    value = getattr(record, name)
    if isinstance(value, Manager):
        return [str(each) for each in value.all()]
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, datetime):
        return localtime(value)
    return float(value) if isinstance(value, Decimal) else value
