"""The first rows of what waits and how many wait: read once where few do, not asked for thrice."""

from typing import NamedTuple, TypeVar

from django.db.models import Model, QuerySet

Record = TypeVar("Record", bound=Model)


class FirstRows(NamedTuple):
    rows: list
    count: int


def first_rows(found: QuerySet[Record], most: int) -> FirstRows:
    """The first `most` of what is found, and how many it is in all."""
    rows = list(found[: most + 1])
    return FirstRows(rows[:most], len(rows) if len(rows) <= most else found.count())
