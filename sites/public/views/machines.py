"""Pages for machines: crawlers and the watchman."""

from django.contrib.sitemaps import views as django_sitemaps
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.workers import somebody_works
from search.service import answers as search_answers
from sites.public.sitemaps import sitemaps_of

CLOSED = (
    "/office/",
    "/portal/",
    "/signin/",
    "/search/",
    "/size/",
    *(f"/api/{name}/" for name in ("v1", "search", "suggest", "certificates")),
)


@require_safe
def robots(request):
    """Crawlers may read what is public; not the office, not endless result pages."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request):
    """The sitemaps, one or more for each kind of page: a crawler reads no single long list."""
    return django_sitemaps.index(
        request,
        sitemaps=sitemaps_of(Site.find_for_request(request)),
        sitemap_url_name="public:sitemap_section",
        template_name="public/sitemap_index.xml",
    )


@require_safe
def sitemap(request, section):
    return django_sitemaps.sitemap(
        request,
        sitemaps=sitemaps_of(Site.find_for_request(request)),
        section=section,
        template_name="public/sitemap.xml",
    )


@never_cache
@require_safe
def health(request):
    """What works: the database, the background work, the search. 503 only where no page can be shown.

    Without a worker or with a search engine that is away pages go on, so the status is 200 and says so.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        worker = somebody_works()
    except (DatabaseError, InterfaceError):
        connection.close()
        response = JsonResponse({"status": "down", "database": False}, status=503)
        # Asked every few seconds; the outage itself is in the log.
        response._has_been_logged = True
        return response
    found = search_answers()
    status = "ok" if worker and found else "degraded"
    return JsonResponse({"status": status, "database": True, "worker": worker, "search": found})
