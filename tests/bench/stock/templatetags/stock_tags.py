from django import template
from wagtail.models import Page, Site

from tests.bench.stock.models import FooterText

register = template.Library()


@register.simple_tag(takes_context=True)
def site_root(context):
    return Site.find_for_request(context["request"]).root_page


@register.inclusion_tag("stock/menu.html", takes_context=True)
def top_menu(context, parent, calling_page=None):
    entries = list(parent.get_children().live().in_menu())
    for entry in entries:
        entry.has_menu = entry.get_children().live().in_menu().exists()
        entry.active = calling_page.url_path.startswith(entry.url_path) if calling_page else False
    return {"entries": entries, "request": context["request"]}


@register.inclusion_tag("stock/crumbs.html", takes_context=True)
def crumbs(context):
    page = context.get("self")
    above = () if page is None or page.depth <= 2 else Page.objects.ancestor_of(page, inclusive=True)
    return {"ancestors": above, "request": context["request"]}


@register.inclusion_tag("stock/footer_text.html", takes_context=True)
def footer_text(context):
    held = FooterText.objects.first()
    return {"footer_text": held.body if held else ""}
