"""Which duties an activity of a ledger serves: the table names laws and days, not the items of a list."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from cms.duties.models import DutyItem


class DutiesServed:
    """Items of the published lists of some years, by the laws they are about."""

    def __init__(self, years: Iterable[int]):
        self._by_law: dict[tuple[int, int], list[DutyItem]] = defaultdict(list)
        items = DutyItem.objects.published().filter(list__year__in={*years}).select_related("list")
        for item in items.prefetch_related("laws", "joint"):
            for law in item.laws.all():
                self._by_law[item.list.year, law.pk].append(item)

    def of(self, host: int, day: date, laws: Iterable[int]) -> set[int]:
        """The items its host owes, about a law it taught, into whose time it fell."""
        found = (item for law in laws for item in self._by_law[day.year, law])
        return {item.pk for item in found if _is_owed_by(item, host) and _is_within(item, day)}


def _is_owed_by(item: DutyItem, host: int) -> bool:
    return item.agency_id in (None, host) or host in {each.pk for each in item.joint.all()}


def _is_within(item: DutyItem, day: date) -> bool:
    return not item.spans or any(first <= day <= last for first, last in item.spans)
