"""What an address asks of the search, and the address of a question: any query string is a valid one."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import QueryDict

from search.chinese.numerals import typed_number
from search.documents import FACETS, KINDS
from search.service import DATE, MAX_LENGTH, RELEVANCE, SearchRequest

PAGE_SIZE = 20
# More choices of one kind than anybody ticks.
MAX_VALUES = 20
MAX_VALUE = 120


def request_of(parameters: QueryDict, *, max_page_size: int = PAGE_SIZE, **fixed) -> SearchRequest:
    """The question of a query string: unknown names are passed over, a wild number is the nearest.

    `fixed` are fields that no query string decides.
    """
    chosen = {name: _values(parameters.getlist(name)) for name in FACETS}
    chosen["kind"] = tuple(kind for kind in chosen["kind"] if kind in KINDS)
    fields = {
        "query": " ".join(_speakable(parameters.get("q", "")).split())[:MAX_LENGTH],
        "filters": {name: values for name, values in chosen.items() if values},
        "order": DATE if parameters.get("order") == DATE else RELEVANCE,
        "page": typed_number(parameters.get("page"), 1, digits=6),
        "page_size": min(
            max(typed_number(parameters.get("page_size"), PAGE_SIZE, digits=6), 1), max_page_size
        ),
        "literal": parameters.get("exact") == "1",
    }
    return SearchRequest(**{**fields, **fixed})


def address_of(asked: SearchRequest, **changes) -> str:
    """The query string of a question with some of its fields changed, on its first page unless one is given.

    Empty where nothing is asked: what is as usual is left out.
    """
    wanted = replace(asked, **{"page": 1, **changes})
    parameters = [("q", wanted.query)] if wanted.query else []
    parameters += [(name, value) for name in FACETS for value in wanted.filters.get(name, ())]
    if wanted.order == DATE:
        parameters.append(("order", DATE))
    if wanted.literal:
        parameters.append(("exact", "1"))
    if wanted.page > 1:
        parameters.append(("page", str(wanted.page)))
    return f"?{urlencode(parameters)}" if parameters else "?"


def without(asked: SearchRequest, name: str, value: str) -> dict[str, tuple[str, ...]]:
    """The filters without one of those chosen."""
    return {**asked.filters, name: tuple(other for other in asked.filters[name] if other != value)}


def _values(given: list[str]) -> tuple[str, ...]:
    clean = (" ".join(_speakable(value).split())[:MAX_VALUE] for value in given[:MAX_VALUES])
    return tuple(dict.fromkeys(filter(None, clean)))


def _speakable(text: str) -> str:
    """Without lone surrogates and control characters, which no answer could be encoded with."""
    return "".join(" " if ord(char) < 32 or 0xD800 <= ord(char) <= 0xDFFF else char for char in text)
