"""What changed from one version of a duty list to another, item by item."""

from collections.abc import Iterable
from dataclasses import dataclass

from cms.statutes.queries.comparison import Kind, Marked, marked


@dataclass(frozen=True)
class Said:
    """One column of an item on both sides, with what differs marked."""

    column: str
    before: Marked
    after: Marked


@dataclass(frozen=True)
class ItemChange:
    """An item that is not what it was. A column that says the same on both sides is left out."""

    kind: Kind
    key: str
    columns: tuple[Said, ...]


def compare_lists(
    before: Iterable[dict[str, str]], after: Iterable[dict[str, str]]
) -> tuple[ItemChange, ...]:
    """The items that were added, removed or changed, in the order of the new list, then those removed.

    Each side is a list in words (`wording.as_published`). An item is known by its key, which stays the
    same across the versions of a year.
    """
    old, new = ({words["编号"]: words for words in said} for said in (before, after))
    pairs = [(key, old.get(key, {}), said) for key, said in new.items()]
    changes = [_change(key, was, said) for key, was, said in pairs if not was or _columns(was, said)]
    return (*changes, *(_change(key, said, {}) for key, said in old.items() if key not in new))


def _change(key: str, was: dict[str, str], now: dict[str, str]) -> ItemChange:
    kind = Kind.CHANGED if was and now else Kind.ADDED if now else Kind.REMOVED
    said = (Said(column, *marked(was.get(column, ""), now.get(column, ""))) for column in _columns(was, now))
    return ItemChange(kind, key, tuple(said))


def _columns(was: dict[str, str], now: dict[str, str]) -> list[str]:
    """The columns that differ; one that an older print does not have yet tells nothing."""
    both = [column for column in now if column in was] if was and now else list(now or was)
    return [column for column in both if was.get(column, "") != now.get(column, "") and column != "编号"]
