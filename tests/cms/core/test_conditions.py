"""What is told of a condition without the database is what the database says."""

from datetime import UTC, date, datetime, time
from itertools import product
from random import Random

import pytest
from django.apps import apps
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    F,
    Q,
    TextField,
    TimeField,
    Value,
)
from django.db.models.functions import Lower

from cms.core.conditions import CannotTell, holds

pytestmark = pytest.mark.django_db
CONDITIONS = {
    f"{model._meta.label}.{constraint.name}": (model, constraint.condition)
    for model in apps.get_models()
    if model.__module__.startswith(("cms.", "media.", "search."))
    for constraint in model._meta.constraints
    if constraint.condition
}
TRIES = 8


def _constants(condition, name: str) -> set:
    found = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= _constants(child, name)
        elif child[0].partition("__")[0] == name and not hasattr(child[1], "resolve_expression"):
            found |= {*child[1]} if isinstance(child[1], list | tuple | set | frozenset) else {child[1]}
    return found - {None}


def _samples(field, constants: set) -> list:
    if isinstance(field, BooleanField):
        return [True, False]
    if isinstance(field, DateTimeField):
        return [None, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)]
    if isinstance(field, DateField):
        return [None, date(2026, 1, 1), date(2026, 1, 2)]
    if isinstance(field, TimeField):
        return [None, time(9), time(10)]
    if isinstance(field, CharField | TextField):
        return ["", "别的", *sorted(map(str, constants))]
    numbers = {each for each in constants if isinstance(each, int)}
    return [None, *sorted({0, 1, 2} | {each + more for each in numbers for more in (-1, 0, 1)})]


@pytest.mark.parametrize("name", sorted(CONDITIONS))
def test_every_rule_of_the_tables_is_told_as_the_database_tells_it(name):
    model, condition = CONDITIONS[name]
    fields = {each.name: each for each in model._meta.concrete_fields}
    spoken = sorted(condition.referenced_base_fields)
    kinds = {each: fields[each].target_field if fields[each].many_to_one else fields[each] for each in spoken}
    every = list(product(*(_samples(kinds[each], _constants(condition, each)) for each in spoken)))
    for values in Random(1).sample(every, min(TRIES, len(every))):
        held = dict(zip(spoken, values, strict=True))
        asked = {each: Value(value, output_field=kinds[each]) for each, value in held.items()}
        try:
            told = holds(condition, held)
        except CannotTell:
            continue
        assert (told is not False) == condition.check(asked), held


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (Q(first__gt=F("second")), True),
        (~Q(first__gt=F("second")), False),
        (Q(missing__gt=1), None),
        (~Q(missing__gt=1), None),
        (Q(missing=None) & Q(first=3), True),
        (Q(missing=1) | Q(first=3), True),
        (Q(missing=1) & Q(first=0), False),
        (Q(missing=1) & Q(first=3), None),
        (Q(first__in=[1, 3]), True),
        (Q(first__isnull=True), False),
        (Q(), True),
    ],
)
def test_what_is_missing_leaves_it_open(condition, told):
    assert holds(condition, {"first": 3, "second": 2, "missing": None}) is told


@pytest.mark.parametrize(
    "condition",
    [
        Q(first__range=(1, 2)),
        Q(first=F("second") * 2),
        Q(first=Lower("second")),
        Q(other=1),
        Q(first=1) ^ Q(second=1),
    ],
)
def test_what_only_the_database_can_answer_is_not_told(condition):
    with pytest.raises(CannotTell):
        holds(condition, {"first": 3, "second": 2})
