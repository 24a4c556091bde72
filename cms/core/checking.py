"""What a record must fulfil before it is stored: as `full_clean`, asking no more than the change calls for.

Of a stored record only what was changed is checked, and each constraint that speaks of it: the rest was
checked when it was written, and the database holds to it since. The database is asked only what cannot be
told from the record itself, in a question of no more fields than the constraint speaks of.
"""

from collections.abc import Iterable, Iterator, Set
from functools import cache

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, UniqueConstraint
from django.db.models.constraints import BaseConstraint

from cms.core.conditions import CannotTell, holds


def check(record: Model, changed: set[str] | None) -> None:
    """Raise ValidationError by field; `changed` are the fields that are not as they are stored, None of a
    new record.
    """
    fields = {field.name for field in record._meta.concrete_fields}
    kept: set[str] = set()
    settled: set[str] = set()
    if changed is not None:
        kept = fields - _with(changed, map(frozenset, record._meta.unique_together))
        settled = kept - _with(changed, (names for _model, _constraint, names in _constraints(type(record))))
    errors: dict[str, list] = {}
    try:
        record.full_clean(exclude=kept | _at_hand(record), validate_constraints=False)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    for model, constraint, names in _constraints(type(record)):
        if names & (settled | errors.keys()) or _is_met(constraint, record):
            continue
        try:
            constraint.validate(model, record, exclude=fields - names)
        except ValidationError as error:
            if getattr(error, "code", None) == "unique" and len(constraint.fields) == 1:
                errors.setdefault(constraint.fields[0], []).append(error)
            else:
                errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _with(changed: set[str], together: Iterable[Set[str]]) -> set[str]:
    """What was changed, and what stands under a rule with it."""
    return changed.union(*(names for names in together if names & changed))


def _at_hand(record: Model) -> set[str]:
    """Relations to records that were read: that those exist need not be asked once more."""
    return {
        name
        for name, field in _plain_keys(type(record)).items()
        if (other := field.get_cached_value(record, default=None)) is not None
        and not other._state.adding
        and getattr(other, field.target_field.attname) == getattr(record, field.attname)
    }


@cache
def _plain_keys(model: type[Model]) -> dict:
    """Keys of which nothing is asked but that the other record exists."""
    together = {name for names in model._meta.unique_together for name in names}
    return {
        each.name: each
        for each in model._meta.concrete_fields
        if each.many_to_one
        and each.name not in together
        and not (each.unique or each.validators or each.get_limit_choices_to())
    }


def _is_met(constraint: BaseConstraint, record: Model) -> bool:
    """Whether the record itself tells that the constraint is met; False where the database is to be asked."""
    if not constraint.condition:
        return False
    held = {each.name: getattr(record, each.attname) for each in record._meta.concrete_fields}
    try:
        found = holds(constraint.condition, held)
    except CannotTell:
        return False
    # A unique constraint speaks of no record for which its condition does not hold.
    return found is False if isinstance(constraint, UniqueConstraint) else found is not False


@cache
def _constraints(model: type[Model]) -> tuple[tuple[type[Model], BaseConstraint, frozenset[str]], ...]:
    """Each constraint of a model with the model it stands on and the fields it speaks of."""
    names = {each.attname: each.name for each in model._meta.concrete_fields} | {"pk": model._meta.pk.name}
    return tuple(
        (owner, constraint, frozenset(names.get(each, each) for each in _names_in(constraint)))
        for owner, constraints in model().get_constraints()
        for constraint in constraints
    )


def _names_in(constraint: BaseConstraint) -> Iterator[str]:
    if isinstance(constraint, UniqueConstraint):
        yield from constraint.fields
        for expression in constraint.expressions:
            yield from (part.name.split("__")[0] for part in expression.flatten() if isinstance(part, F))
    elif not isinstance(constraint, CheckConstraint):
        raise TypeError(f"which fields does {constraint.name} speak of?")
    if constraint.condition:
        yield from constraint.condition.referenced_base_fields
