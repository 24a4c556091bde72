"""Whether a condition holds for values at hand, told as the database would tell it, without asking it."""

import operator
from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q

_COMPARISONS = {
    "": operator.eq, "exact": operator.eq, "gt": operator.gt, "gte": operator.ge, "lt": operator.lt,
    "lte": operator.le,
}  # fmt: skip


class CannotTell(Exception):
    """The condition asks what only the database can answer."""


def holds(condition: Q, values: Mapping[str, Any]) -> bool | None:
    """True, False, or None where a value that is missing leaves it open. Raises CannotTell."""
    parts = [_part(each, values) for each in condition.children]
    if condition.connector == Q.AND:
        found = False if False in parts else None if None in parts else True
    elif condition.connector == Q.OR:
        found = True if True in parts else None if None in parts else False
    else:
        raise CannotTell
    return found if found is None or not condition.negated else not found


def _part(part, values: Mapping[str, Any]) -> bool | None:
    if isinstance(part, Q):
        return holds(part, values)
    if not isinstance(part, tuple):
        raise CannotTell
    name, wanted = part
    field, _parting, lookup = name.partition("__")
    held = _value(field, values)
    if lookup == "isnull" or (wanted is None and lookup in ("", "exact")):
        return (held is None) == (wanted is None or wanted)
    if type(wanted) is F:
        wanted = _value(wanted.name, values)
    if lookup == "in" and isinstance(wanted, list | tuple | set | frozenset):
        return None if held is None else held in wanted
    if lookup not in _COMPARISONS or hasattr(wanted, "resolve_expression"):
        raise CannotTell
    return None if held is None or wanted is None else bool(_COMPARISONS[lookup](held, wanted))


def _value(name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        raise CannotTell
    return values[name]
