"""The results page and its feed. Any query string is answered."""

from datetime import UTC, datetime, time

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from search.service import DATE, Hit, note_query, search
from sites.public.asking import address_of, request_of
from sites.public.atom import Entry, atom_response
from sites.public.cards import cards_for
from sites.public.results import facets_of, listed, orders_of, pages_of
from sites.rate import whose

FEED_SIZE = 30
# As much as a phone shows on six screens.
PAGE_SIZE = 10
# What the page's script asks for: the results without the frame around them.
PART = "X-Results-Only"


@require_safe
def results(request):
    """What was found, how it can be narrowed, and what else may have been meant; without words, browsing."""
    # Inside one law its articles stand by themselves.
    asked = request_of(request.GET, grouped=not request.GET.get("law"), page_size=PAGE_SIZE)
    response = search(asked)
    is_plain = bool(asked.query) and asked.page == 1 and not asked.filters
    if is_plain:
        note_query(asked.query, response.total, whose(request))
    context = {
        "cards": cards_for(asked.query, timezone.localtime()) if is_plain else None,
        "search_query": asked.query,
        "asked": asked,
        "response": response,
        "groups": listed(response),
        "facets": facets_of(asked, response),
        "clear_url": address_of(asked, filters={}),
        "orders": orders_of(asked),
        "pages": pages_of(asked, response.page, response.pages),
        "corrected": response.searched if response.searched != asked.query else "",
        "literal_url": address_of(asked, literal=True),
        "perhaps_url": address_of(asked, query=response.perhaps) if response.perhaps else "",
        "law_urls": {
            group.law: address_of(asked, filters={**asked.filters, "kind": ("article",), "law": (group.law,)})
            for group in response.groups
            if group.law
        },
        "feed_url": f"{reverse('public:search_feed')}{address_of(asked)}" if asked.query else "",
    }
    template = "public/search/results.html" if request.headers.get(PART) else "public/search/page.html"
    page = render(request, template, context)
    patch_vary_headers(page, [PART])
    return page


@require_safe
def feed(request):
    """A saved search as an Atom feed: the newest that the same question finds."""
    asked = request_of(request.GET, order=DATE, page_size=FEED_SIZE, page=1, facets=())
    response = search(asked)
    title = f"“{asked.query}”的检索结果" if asked.query else "最新内容"
    link = f"{reverse('public:search')}{address_of(asked)}"
    return atom_response(request, title, link, map(_entry, response.hits))


def _entry(hit: Hit) -> Entry:
    published = datetime.combine(hit.date, time(), UTC) if hit.date else None
    return Entry(hit.title, hit.url, "".join(text for text, _ in hit.body_fragments), published)
