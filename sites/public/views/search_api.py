"""The search for programs: suggestions, results, and their description."""

import json
from pathlib import Path

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from search.documents import KINDS
from search.service import QUERY, Fragments, Hit, note_query, search, suggest
from sites.public.asking import request_of
from sites.public.rate import limited, whose

DESCRIPTION = Path(__file__).parents[1] / "openapi.json"
MAX_PAGE_SIZE = 50
LABELS = {**KINDS, QUERY: "大家在搜"}
# Read by other sites' pages as well; nothing here is private.
OPEN = {"Access-Control-Allow-Origin": "*"}


@require_safe
@limited("suggest", per_minute=240)
def suggestions(request):
    """What a person who typed `q` may mean."""
    found = [
        {"text": one.text, "kind": one.kind, "kind_label": LABELS.get(one.kind, ""), "url": one.url}
        for one in suggest(request.GET.get("q", ""))
    ]
    return JsonResponse({"suggestions": found}, headers=OPEN)


@require_safe
@limited("search", per_minute=60)
def results(request):
    """The results page as data, with the same parameters."""
    asked = request_of(request.GET, max_page_size=MAX_PAGE_SIZE)
    response = search(asked)
    if asked.query and asked.page == 1 and not asked.filters:
        note_query(response.query, response.total, whose(request))
    answer = {
        "query": response.query,
        "searched": response.searched,
        "perhaps": response.perhaps,
        "total": response.total,
        "page": response.page,
        "pages": response.pages,
        "took_ms": response.took_ms,
        "stale": response.stale,
        "facets": {
            name: [{"value": value, "count": count} for value, count in counts.items()]
            for name, counts in response.facets.items()
        },
        "direct": [_as_dict(request, hit) for hit in response.direct],
        "pinned": [_as_dict(request, hit) for hit in response.pinned],
        "results": [_as_dict(request, hit) for hit in response.hits],
    }
    return JsonResponse(answer, headers=OPEN)


@require_safe
def description(request):
    """The OpenAPI description of these addresses, as of this site."""
    described = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    described["servers"] = [{"url": request.build_absolute_uri("/").rstrip("/")}]
    text = json.dumps(described, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=OPEN)


def _as_dict(request, hit: Hit) -> dict:
    return {
        "title": hit.title,
        "kind": hit.kind,
        "kind_label": KINDS.get(hit.kind, ""),
        "url": request.build_absolute_uri(hit.url),
        "source": hit.source,
        "law": hit.law,
        "article": hit.article,
        "date": hit.date.isoformat() if hit.date else None,
        "score": hit.score,
        "passage": _marked(hit.body_fragments),
    }


def _marked(fragments: Fragments) -> list[dict]:
    return [{"text": text, "marked": marked} for text, marked in fragments]
