"""What a page says of itself, to the window and to whoever passes it on."""

from html import unescape

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sites.public.passing_on import card_address

register = template.Library()


@register.tag
def headed(parser, token):
    """`{% headed %}title{% described %}description{% endheaded %}`: each is written once and said wherever
    it is asked for. Pages behind the sign-in say nothing to the outside.
    """
    title = parser.parse(("described",))
    parser.delete_first_token()
    description = parser.parse(("endheaded",))
    parser.delete_first_token()
    return Headed(title, description)


class Headed(template.Node):
    child_nodelists = ("title", "description")

    def __init__(self, title, description):
        self.title, self.description = title, description

    def render(self, context) -> SafeString:
        # Both are escaped already, by the templates that wrote them.
        title, description = (
            mark_safe(" ".join(part.render(context).split())) for part in (self.title, self.description)
        )
        site = settings.WAGTAIL_SITE_NAME
        head = format_html(
            '<title>{} — {}</title>\n  <meta name="description" content="{}">', title, site, description
        )
        request = context.get("request")
        if request is None or not _is_for_everybody(request):
            return head
        return head + format_html(
            '\n  <meta property="og:type" content="website">'
            '\n  <meta property="og:site_name" content="{}">'
            '\n  <meta property="og:title" content="{}">'
            '\n  <meta property="og:description" content="{}">'
            '\n  <meta property="og:url" content="{}">'
            '\n  <meta property="og:image" content="{}">'
            '\n  <meta name="twitter:card" content="summary_large_image">',
            site, title, description, f"{settings.WAGTAILADMIN_BASE_URL}{request.path}",
            # What was asked may stand in the title: the card says no word that a visitor chose.
            f"{settings.WAGTAILADMIN_BASE_URL}{card_address(site if request.GET else unescape(title))}",
        )  # fmt: skip


def _is_for_everybody(request) -> bool:
    match = request.resolver_match
    return match is not None and match.namespace != "portal"
