"""The base data (基础数据) of a half year: what each 街镇 has, and what was done there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db.models import Count, QuerySet

from cms.people.models import Appointment
from cms.places.models import Place, ServicePoint, Venue
from cms.reports.enums import Dimension
from cms.reports.queries.figures import UNNAMED, counted_activities, table


@dataclass(frozen=True)
class BaseData:
    """One 街镇: its places and people of today, the activities of the period. Nothing is counted twice."""

    name: str
    communities: int
    venues: int
    points: int
    literate: int
    literate_communities: int
    volunteers: int
    activities: int
    onsite: int
    online: int


def base_data(year: int, period: str) -> list[BaseData]:
    """A row for each 街镇 in the order of its code; what belongs to none stands last, if there is any.

    Queries: seven, however many 街镇 there are.
    """
    towns, town_of = _towns()
    literate = Appointment.objects.active().literate()
    counted: dict[str, Counter] = {
        "communities": Counter(town_of[pk] for pk in _keys(Place.objects.communities())),
        "venues": _by_town(Venue.objects.all(), "place", town_of),
        "points": _by_town(ServicePoint.objects.all(), "place", town_of),
        "literate": _by_town(literate, "community", town_of),
        "literate_communities": Counter(
            town_of.get(pk) for pk in set(literate.values_list("community", flat=True))
        ),
        "volunteers": _by_town(Appointment.objects.active().volunteers(), "community", town_of),
    }
    for row in table(counted_activities(year, period), Dimension.SUBDISTRICT):
        town = int(row.key) if row.key else None
        for name in ("activities", "onsite", "online"):
            counted.setdefault(name, Counter())[town] = getattr(row, name)
    rows = [(pk, name) for pk, name in towns.items()] + [(None, UNNAMED)]
    found = [_row(name, {each: counter[pk] for each, counter in counted.items()}) for pk, name in rows]
    return [row for row in found if row.name != UNNAMED or any(_numbers(row))]


def total_of(rows: Iterable[BaseData]) -> BaseData:
    """The rows added up: every activity, place and person stands in one of them only."""
    sums = [sum(column) for column in zip(*map(_numbers, rows), strict=True)] or [0] * len(NUMBERS)
    return BaseData("合计", *sums)


NUMBERS = tuple(each.name for each in fields(BaseData))[1:]


def _numbers(row: BaseData) -> list[int]:
    return [getattr(row, name) for name in NUMBERS]


def _row(name: str, numbers: dict[str, int]) -> BaseData:
    return BaseData(name, **{each: numbers.get(each, 0) for each in NUMBERS})


def _towns() -> tuple[dict[int, str], dict[int, int | None]]:
    """The 街镇 by key, and that to which each place belongs; the district belongs to none."""
    parent = dict(Place.objects.values_list("pk", "parent"))
    towns = dict(Place.objects.subdistricts().order_by("code").values_list("pk", "name"))

    def town(pk: int | None) -> int | None:
        while pk is not None and pk not in towns:
            pk = parent.get(pk)
        return pk

    return towns, {pk: town(pk) for pk in parent}


def _by_town(records: QuerySet, place: str, town_of: dict[int, int | None]) -> Counter:
    found: Counter = Counter()
    for pk, number in records.order_by().values_list(place).annotate(Count("pk")):
        found[town_of.get(pk)] += number
    return found


def _keys(records: QuerySet) -> Iterable[int]:
    return records.values_list("pk", flat=True)
