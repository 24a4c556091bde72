"""How records touch one another: each app says once, in its `edges`, what stands on what.

Law → article → duty → activity → event → campaign → case: an edge belongs to the app of the upper record,
which knows the lower one, and is declared for the page of either: pages show it both ways.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.db.models import Model, QuerySet

from cms.core.first_rows import first_rows

# So many of a kind are named on a page; the count tells of the rest.
SHOWN = 5


@dataclass(frozen=True)
class Edge:
    """On the page of an `of`: what touches it, under a label.

    `find` gives the records for the office, `public` those that anybody may read, newest first; None where
    nobody but the office is told. `rests` gives those of them whose words may be wrong once the record of
    the page has changed; None where none can be, as with what was done.
    """

    of: type[Model]
    label: str
    find: Callable[[Any], QuerySet]
    public: Callable[[Any], QuerySet] | None = None
    rests: Callable[[Any], QuerySet] | None = None


@dataclass(frozen=True)
class Touching:
    """What touches a record: how many there are of a kind, and the first of them."""

    label: str
    count: int
    rows: tuple[Any, ...]


# Of each app that declares some, with the apps whose records the public is told of by them.
_declared: list[tuple[tuple[str, ...], tuple[Edge, ...]]] = []


def declare(edges: Iterable[Edge], *, telling_of: Iterable[str] = ()) -> None:
    _declared.append((tuple(telling_of), tuple(edges)))


def resting_on(record: Model) -> Iterator[tuple[str, Any]]:
    """What rests on a record, each with the label of its kind."""
    for edge in chain.from_iterable(edges for _, edges in _declared):
        if edge.rests is not None and isinstance(record, edge.of):
            yield from ((edge.label, row) for row in edge.rests(record))


def touching(record: Model, *, public: bool) -> list[Touching]:
    """Every kind of record that touches this one; kinds without any are left out.

    Queries: one for each kind, and one more for a kind of which there are many.
    """
    return [each for _, tell in touching_by_app(record, public=public) for each in tell()]


def touching_by_app(
    record: Model, *, public: bool
) -> Iterator[tuple[tuple[str, ...], Callable[[], list[Touching]]]]:
    """The same in parts: the apps whose records a part tells the public of, and what tells it."""
    for apps, edges in _declared:
        looks = [
            (edge.label, look)
            for edge in edges
            if isinstance(record, edge.of) and (look := edge.public if public else edge.find)
        ]
        if looks:
            yield apps, partial(_told, record, looks)


def _told(record: Model, looks: Iterable[tuple[str, Callable[[Any], QuerySet]]]) -> list[Touching]:
    found = []
    for label, look in looks:
        rows, count = first_rows(look(record), SHOWN)
        if rows:
            found.append(Touching(label, count, tuple(rows)))
    return found
