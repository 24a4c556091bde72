"""One record goes into another of its kind: whatever names it names the other from then on.

What names a record is asked of the models themselves, so a table that comes later is covered. Where both
records have what may be there once only, such as two attendances of one session, `settles` says for a kind
what stays; of a kind without such a rule the fold is refused, in words. Everything is written with the pen
and noted in a journal from which it is taken back.
"""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, ForeignObjectRel, Model, UniqueConstraint
from django.utils.translation import gettext as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, locked, removing, write, writing


@dataclass(frozen=True)
class Beside:
    """That a record goes along beside the other one, with these values, instead of into it."""

    values: dict[str, Any]


@dataclass(frozen=True)
class Into:
    """That a record goes into the other one, which takes over `values`.

    `fewer` is a record and its counter of what both were counted in: one less from now on.
    """

    values: dict[str, Any]
    fewer: tuple[Model, str] | None = None


# Of a kind: what the record that stays takes over; None where the two cannot be one.
Settling = Callable[[Any, Any], dict[str, Any] | Into | Beside | None]
_SETTLING: dict[str, Settling] = {}
# Parts of a merge, which has been asked for; what goes is told of in the trail.
DROP = Action[Any]("people.merge.drop", _("并入另一条"), anyone)
BACK = Action[Any]("people.merge.bring_back", _("恢复并入的记录"), anyone)


def settles(label: str) -> Callable[[Settling], Settling]:
    """Declare what is kept of two records of a kind that may be there once only."""

    def declare(rule: Settling) -> Settling:
        _SETTLING[label] = rule
        return rule

    return declare


def relations_to(model: type[Model]) -> list[Any]:
    """Every field of another record that names one of this model, whoever declared it."""
    related = model._meta.get_fields(include_hidden=True)
    return [
        each.field
        for each in related
        if isinstance(each, ForeignObjectRel) and not each.related_model._meta.auto_created
    ]


def fold(gone: Model, kept: Model, journal: list[dict[str, Any]], *, actor) -> None:
    """Let `kept` stand wherever `gone` stands, then delete `gone`.

    Raises RuleBroken where both have what one cannot have twice.
    """
    for field in relations_to(type(gone)):
        for row in field.model._base_manager.filter(**{field.name: gone}).order_by("pk"):
            if field.many_to_many:
                others = getattr(row, field.name).exclude(pk=gone.pk).values_list("pk", flat=True)
                change(row, {field.name: sorted({*others, kept.pk})}, journal, actor=actor)
            elif (twin := _twin(row, field, kept)) is None:
                change(row, {field.name: kept}, journal, actor=actor)
            elif isinstance(settled := _settled(row, twin), Beside):
                change(row, {field.name: kept, **settled.values}, journal, actor=actor)
            else:
                fold(row, twin, journal, actor=actor)
                change(twin, settled.values, journal, actor=actor)
                if settled.fewer:
                    _count(*settled.fewer, -1, actor)
                    journal.append({"counted": _named(*settled.fewer)})
    journal.append({"dropped": _noted(gone)})
    removing(locked(gone), DROP, actor=actor)


def change(
    row: Model,
    values: dict[str, Any],
    journal: list[dict[str, Any]],
    *,
    actor,
    action: Action[Any] | None = None,
) -> None:
    """Write these values, noting those before; `action` where the trail shall tell of them."""
    if not values:
        return
    names = sorted(values)
    before = _noted(row, names)
    write(row, action or _writing(names), values, actor=actor)
    after = _noted(type(row)._base_manager.get(pk=row.pk), names)
    journal.append({"before": before, "after": after})


def unfold(journal: list[dict[str, Any]], *, actor) -> None:
    """Take everything back, the last first. RuleBroken where something has been changed since."""
    for entry in reversed(journal):
        if "counted" in entry:
            # Others have come and gone since: of a count, only the difference is taken back.
            label, key, name = entry["counted"]
            _count(apps.get_model(label)._base_manager.get(pk=key), name, 1, actor)
            continue
        if "dropped" in entry:
            (found,) = serializers.deserialize("json", entry["dropped"])
            with writing(found.object, BACK, actor=actor, relations=found.m2m_data or {}):
                pass
            continue
        (wanted,) = serializers.deserialize("json", entry["before"])
        names = sorted(json.loads(entry["before"])[0]["fields"])
        row = type(wanted.object)._base_manager.filter(pk=wanted.object.pk).first()
        if row is None or _noted(row, names) != entry["after"]:
            told = _("“%(row)s”在合并之后又改过或已删去，不能照原样恢复。")
            raise RuleBroken(told % {"row": row or wanted.object._meta.verbose_name})
        many = wanted.m2m_data or {}
        values = {name: many[name] if name in many else getattr(wanted.object, name) for name in names}
        write(row, _writing(names), values, actor=actor)


def settled_kinds() -> dict[type[Model], Settling]:
    return {apps.get_model(label): rule for label, rule in _SETTLING.items()}


def _writing(names: list[str]) -> Action[Any]:
    return Action("people.merge.carry", "", anyone, writes=tuple(names))


class _Exact(DjangoJSONEncoder):
    """Times to the microsecond: by them it is told who came first."""

    def default(self, o):
        return o.isoformat() if isinstance(o, datetime.datetime | datetime.time) else super().default(o)


def _noted(row: Model, names: list[str] | None = None) -> str:
    return serializers.serialize("json", [row], fields=names, cls=_Exact)


def _twin(row: Model, field: ForeignKey, kept: Model) -> Model | None:
    """The record that stands where this one would come to stand."""
    for names, condition in _uniques(field):
        others = type(row)._base_manager.exclude(pk=row.pk)
        same = {name: row.serializable_value(name) for name in names}
        found = others.filter(**(same | {field.name: kept.pk}))
        if condition is not None:
            if not type(row)._base_manager.filter(condition, pk=row.pk).exists():
                continue
            found = found.filter(condition)
        if twin := found.first():
            return twin
    return None


def _uniques(field: ForeignKey) -> Iterator[tuple[tuple[str, ...], Any]]:
    if field.unique:
        yield (field.name,), None
    for each in field.model._meta.constraints:
        if isinstance(each, UniqueConstraint) and field.name in each.fields:
            yield tuple(each.fields), each.condition


def _count(record: Model, name: str, change: int, actor) -> None:
    held = locked(record)
    with writing(held, _writing([name]), actor=actor) as counted:
        setattr(counted, name, getattr(counted, name) + change)


def _named(record: Model, name: str) -> tuple[str, Any, str]:
    return record._meta.label, record.pk, name


def _settled(row: Model, twin: Model) -> Into | Beside:
    rule = _SETTLING.get(row._meta.label)
    values = rule(row, twin) if rule else None
    if values is None:
        told = _("两条记录都有%(kind)s（%(row)s），一个人不能有两份：请先结束、撤销或取消其中一份，再合并。")
        raise RuleBroken(told % {"kind": row._meta.verbose_name, "row": row})
    return Into(values) if isinstance(values, dict) else values
