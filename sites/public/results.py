"""What stands around the hits of a results page: choices with counts, what is chosen, pages."""

from dataclasses import dataclass

from search.documents import FACETS, KINDS
from search.service import DATE, RELEVANCE, Hit, SearchRequest, SearchResponse
from sites.public.asking import address_of, without

# How many choices of a kind are shown at once, and at most.
SHOWN = 6
LISTED = 40
# How many page numbers stand on each side of the one shown.
NEIGHBOURS = 2


@dataclass(frozen=True)
class Choice:
    """One value of a facet, what it leaves, whether it is chosen, and then where dropping it leads."""

    name: str
    value: str
    label: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """The choices of one kind, the first ones open, the others folded away."""

    name: str
    label: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]

    @property
    def is_used(self) -> bool:
        return any(choice.chosen for choice in (*self.first, *self.more))


@dataclass(frozen=True)
class Listed:
    """A group as the list shows it. `more` says that its law holds answers that are shown nowhere here."""

    law: str
    hits: tuple[Hit, ...]
    size: int
    more: bool
    # How many are open; the others unfold.
    shown: int

    @property
    def first(self) -> tuple[Hit, ...]:
        return self.hits[: self.shown]

    @property
    def rest(self) -> tuple[Hit, ...]:
        return self.hits[self.shown :]


def listed(response: SearchResponse) -> list[Listed]:
    """The groups without what stands above the list already: direct and pinned."""
    above = {hit.key for hit in (*response.direct, *response.pinned)}
    groups = []
    for group in response.groups:
        if hits := tuple(hit for hit in group.hits if hit.key not in above):
            # The law that answers best tells two articles, those below it one.
            shown = 1 if groups else 2
            groups.append(Listed(group.law, hits, group.size, group.size > len(group.hits), shown))
    return groups


def facets_of(asked: SearchRequest, response: SearchResponse) -> list[Facet]:
    """The facets that tell the results apart, or in which something is chosen."""
    facets = []
    for name, label in FACETS.items():
        counts = response.facets.get(name, {})
        chosen = asked.filters.get(name, ())
        if len(counts) < 2 and not chosen:
            continue
        values = _ordered(name, counts)
        listed = [*values[:LISTED], *(value for value in chosen if value not in values[:LISTED])]
        choices = [_choice(asked, name, value, counts.get(value, 0)) for value in listed]
        first = [choice for place, choice in enumerate(choices) if place < SHOWN or choice.chosen]
        facets.append(
            Facet(name, label, tuple(first), tuple(choice for choice in choices if choice not in first))
        )
    return facets


def _ordered(name: str, counts) -> list[str]:
    if name == "kind":
        return list(counts)
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _choice(asked: SearchRequest, name: str, value: str, count: int) -> Choice:
    chosen = value in asked.filters.get(name, ())
    return Choice(
        name=name,
        value=value,
        label=KINDS.get(value, value) if name == "kind" else value,
        count=count,
        chosen=chosen,
        url=address_of(asked, filters=without(asked, name, value)) if chosen else "",
    )


def orders_of(asked: SearchRequest) -> list[tuple[str, str, bool]]:
    """The orders to choose from: label, address, whether it is the present one."""
    return [
        (label, address_of(asked, order=order), asked.order == order)
        for label, order in (("相关度", RELEVANCE), ("日期", DATE))
    ]


def pages_of(asked: SearchRequest, page: int, pages: int) -> dict | None:
    """Numbers and addresses of the pages around; None where there is one page only."""
    if pages < 2:
        return None
    around = range(max(1, page - NEIGHBOURS), min(pages, page + NEIGHBOURS) + 1)
    return {
        "numbers": [(number, address_of(asked, page=number)) for number in around],
        "current": page,
        "last": pages,
        "previous_url": address_of(asked, page=page - 1) if page > 1 else "",
        "next_url": address_of(asked, page=page + 1) if page < pages else "",
    }
