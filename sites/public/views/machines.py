"""Pages for machines: crawlers and the watchman."""

from django.contrib.sitemaps import views as django_sitemaps
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Site

from sites.public.sitemaps import sitemaps_of

CLOSED = ("/office/", "/portal/", "/signin/", "/search/", "/api/", "/size/")


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
    """200 while the process answers and its database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
