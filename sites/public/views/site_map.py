from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site


@require_safe
def site_map(request):
    """Every public page of the site as an indented list, for people."""
    site = Site.find_for_request(request)
    pages = []
    if site:
        found = Page.objects.descendant_of(site.root_page).live().public().order_by("path")
        pages = [{"page": page, "level": page.depth - site.root_page.depth} for page in found]
    return render(request, "public/site_map.html", {"pages": pages})


@require_safe
def statements(request):
    """What is kept of those who come, and for whom the site can be used."""
    return render(request, "public/statements.html")
