"""Whoever is forgotten is named in no label of the trail, which keeps what was done to which record."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import Model, Q, QuerySet

from cms.accounts.models import User
from cms.core.audit import forget_in_reasons, forget_labels
from cms.core.models import AuditEntry
from cms.people.models import Person
from cms.people.services.merging.folding import relations_to


def forget_in_trail(person: Person, names: Iterable[str]) -> None:
    """Forget what records around a nameless person were called, and those that are gone since.

    `names` are what the person was called before. A record that is gone no longer tells whose it was: where
    two had one name, the label goes for both.
    """
    around, called = list(_around()), set(names)
    for kind, path in around:
        theirs = kind._base_manager.filter(**{path: person.pk})
        forget_labels(kind, {each.pk for each in theirs if person.name in str(each)})
        forget_labels(kind, _named(kind, theirs, called))
    for kind in {kind for kind, _path in around}:
        for name in called:
            _forget_gone(kind, name)
    forget_in_reasons(called, others=_longer(called))


def _longer(names: set[str]) -> list[str]:
    """What others are called, of whose names these are a part."""
    holds = reduce(or_, (Q(name__contains=name) for name in names))
    return [
        name
        for kind in (Person, User)
        for name in kind._default_manager.filter(holds).values_list("name", flat=True)
        if name not in names
    ]


def _named(kind: type[Model], theirs: QuerySet, names: set[str]) -> set[int]:
    """Those that were called by a name once, whatever they are called now: a proof has a number in time."""
    keys = {str(key): key for key in theirs.values_list("pk", flat=True)}
    labels = AuditEntry.objects.filter(target_type=kind._meta.label_lower, target_id__in=keys)
    return {
        keys[key]
        for key, label in labels.values_list("target_id", "target_label")
        if any(name in label for name in names)
    }


def _forget_gone(kind: type[Model], name: str) -> None:
    called = AuditEntry.objects.filter(target_type=kind._meta.label_lower, target_label__contains=name)
    keys = set(called.values_list("target_id", flat=True))
    standing = kind._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
    forget_labels(kind, keys - {str(key) for key in standing})


def _around() -> Iterator[tuple[type[Model], str]]:
    """Every kind of record that leads to a person, whoever declared it, and the way there."""
    waiting: list[tuple[type[Model], str]] = [(Person, "pk")]
    known = set()
    for kind, path in waiting:
        yield kind, path
        for field in relations_to(kind):
            if field not in known:
                known.add(field)
                waiting.append((field.model, field.name if kind is Person else f"{field.name}__{path}"))
