from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from search.documents import KINDS
from search.service import SearchRequest, search

PAGE_SIZE = 20
MAX_QUERY = 100
# How many page numbers stand on each side of the one shown.
NEIGHBOURS = 2


@dataclass(frozen=True)
class KindFilter:
    """One choice of the filter: what it is called, how many it leaves, where it leads."""

    label: str
    count: int
    url: str
    chosen: bool


@require_safe
def results(request):
    """Any query string is answered: an unknown kind counts as none, a wild page as the nearest."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_QUERY]
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    response = None
    if query:
        response = search(
            SearchRequest(
                query=query,
                filters={"kind": (kind,)} if kind else {},
                page=_page_number(request.GET.get("page", "")),
                page_size=PAGE_SIZE,
                facets=("kind",),
            )
        )
    return render(
        request,
        "public/search.html",
        {
            "search_query": query,
            "kind": kind,
            "response": response,
            "filters": _filters(query, kind, response.facets.get("kind", {})) if response else [],
            "pages": _pages(query, kind, response.page, response.pages) if response else None,
        },
    )


def _page_number(text: str) -> int:
    # Only short runs of ASCII digits: int() also takes other scripts' digits and numbers without end.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 1


def _url(query: str, kind: str, page: int = 1) -> str:
    parameters = {"q": query}
    if kind:
        parameters["kind"] = kind
    if page > 1:
        parameters["page"] = page
    return f"{reverse('public:search')}?{urlencode(parameters)}"


def _filters(query: str, kind: str, counts: dict[str, int]) -> list[KindFilter]:
    if not counts:
        return []
    every = KindFilter("全部", sum(counts.values()), _url(query, ""), not kind)
    return [
        every,
        *(KindFilter(KINDS[name], count, _url(query, name), name == kind) for name, count in counts.items()),
    ]


def _pages(query: str, kind: str, page: int, pages: int) -> dict | None:
    if pages < 2:
        return None
    around = range(max(1, page - NEIGHBOURS), min(pages, page + NEIGHBOURS) + 1)
    return {
        "numbers": [(number, _url(query, kind, number)) for number in around],
        "current": page,
        "last": pages,
        "previous_url": _url(query, kind, page - 1) if page > 1 else "",
        "next_url": _url(query, kind, page + 1) if page < pages else "",
    }
