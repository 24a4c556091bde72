"""What every page's frame needs: its name, its size, its navigation, its way back."""

from dataclasses import dataclass
from functools import cache, partial

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site

from cms.campaigns.models import SiteProfile
from cms.core.edges import touching_by_app
from cms.duties.models import DutyItem
from search.chinese.dates import chinese_date
from sites.kept_parts import LONG, kept_part
from sites.public.size import size_of

register = template.Library()

NAVIGATION_LIMIT = 5
# Whose records the frame of a page is made of.
SITE = ("campaigns", "wagtailcore")
FIXED_ENTRIES = (("查法条", "public:laws"), ("普法日程", "public:events"), ("履职公示", "public:activities"))


@dataclass(frozen=True)
class Entry:
    """One line of the navigation. `current` is "page", "true" (within) or ""."""

    label: str
    url: str
    current: str = ""


@register.simple_tag
def site_name() -> str:
    return settings.WAGTAIL_SITE_NAME


@register.simple_tag(takes_context=True)
def size_mode(context) -> str:
    """ "elder" where the visitor chose 长者模式, else "standard"."""
    request = context.get("request")
    return size_of(request) if request else "standard"


@register.simple_tag(takes_context=True)
def size_attribute(context) -> SafeString | str:
    size = size_mode(context)
    return "" if size == "standard" else format_html(' data-size="{}"', size)


@register.simple_tag(takes_context=True)
def site_profile(context) -> SiteProfile:
    """What the site says of itself."""
    request = context.get("request")
    if request is None:
        return SiteProfile()
    if not hasattr(request, "site_profile"):
        request.site_profile = kept_part(
            request,
            ("profile",),
            lambda: SiteProfile.for_request(request),
            seconds=LONG,
            of=SITE,
        )
    return request.site_profile


@register.simple_tag(takes_context=True)
def hotline(context) -> SafeString:
    """The number to call about law, to be tapped."""
    return format_html('<a href="tel:{0}">{0}</a>', site_profile(context).hotline)


@register.simple_tag(takes_context=True)
def navigation(context) -> list[Entry]:
    """At most five entries: the columns the editors put in the menu, then the registers."""
    request = context.get("request")
    path = request.path if request else ""
    entries = [*_columns(request), *_registers()][:NAVIGATION_LIMIT]
    return [Entry(label, url, _current(path, url)) for label, url in entries]


@register.inclusion_tag("includes/touching.html", takes_context=True)
def touching_of(context, record, title: str = "相关") -> dict:
    """What the public may read that touches a record: a dozen queries, the same for everybody."""
    request = context["request"]
    key = ("touching", record._meta.label, record.pk)
    told = [
        kept_part(request, (*key, number), partial(_kinds, request, tell), seconds=LONG, of=apps)
        for number, (apps, tell) in enumerate(touching_by_app(record, public=True))
    ]
    return {"title": title, "told": mark_safe("".join(told))}


def _kinds(request, tell) -> SafeString:
    """Put together by hand: a template takes four times as long over a law's many."""
    return format_html_join(
        "\n",
        "<h3>{}（{}）</h3>\n<ul>{}</ul>",
        (
            (
                each.label,
                each.count,
                format_html_join("\n", "{}", ((_line(request, row),) for row in each.rows)),
            )
            for each in tell()
        ),
    )


def _line(request, row) -> SafeString:
    """What a page says of a record that touches its own."""
    if isinstance(row, DutyItem):
        address = f"{reverse('public:duty_list', args=[row.list.year])}#item-{row.key}"
        words = f"{row.list.year}年责任清单 · {row.agency or '各责任单位'}：{row.content}"
    elif isinstance(row, Page):
        address, words = row.get_url(request), row.title
    else:
        address, words = row.get_absolute_url(), getattr(row, "public_title", "") or str(row)
    day = (moment := getattr(row, "starts_at", None)) and timezone.localdate(moment)
    told = format_html(' <time datetime="{}">{}</time>', day, chinese_date(day)) if day else ""
    return format_html('<li><a href="{}">{}</a>{}</li>', address, words, told)


class KeptNode(template.Node):
    def __init__(self, nodelist, name: str, apps: list[str], values):
        self.nodelist, self.name, self.apps, self.values = nodelist, name, apps, values

    def render(self, context) -> SafeString:
        request = context.get("request")
        if request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        key = (self.name, *(value.resolve(context) for value in self.values))
        return kept_part(request, key, lambda: self.nodelist.render(context), seconds=LONG, of=self.apps)


@register.tag
def kept(parser, token) -> KeptNode:
    """{% kept NAME APP … with VALUE … %} … {% endkept %}: made again on another day, for other values, or

    when a record of one of these apps changed. It reads all of them itself, and nothing of the request.
    """
    words = token.split_contents()[1:]
    split = words.index("with") if "with" in words else len(words)
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    values = [parser.compile_filter(word) for word in words[split + 1 :]]
    return KeptNode(nodelist, words[0], words[1:split], values)


@register.inclusion_tag("includes/breadcrumbs.html", takes_context=True)
def breadcrumbs(context, page=None, *, label: str = "", parent_label: str = "", parent_url: str = "") -> dict:
    """The way from the home page to `page`, or to a plain page named `label` (below `parent_label`)."""
    if page is not None:
        ancestors = page.get_ancestors().filter(depth__gte=2).defer_streamfields().specific(defer=True)
        request = context.get("request")
        trail = [Entry(_crumb(ancestor), ancestor.get_url(request)) for ancestor in ancestors]
        return {"trail": trail, "here": page.title}
    trail = [Entry("首页", "/")]
    if parent_label:
        trail.append(Entry(parent_label, parent_url))
    return {"trail": trail, "here": label}


def _crumb(page) -> str:
    return "首页" if page.depth == 2 else page.title


def _columns(request) -> list[tuple[str, str]]:
    if request is None:
        return []
    return kept_part(request, ("columns",), lambda: _columns_of(request), seconds=LONG, of=SITE)


def _columns_of(request) -> list[tuple[str, str]]:
    site = Site.find_for_request(request)
    if site is None:
        return []
    children = Page.objects.child_of(site.root_page).live().public().in_menu().order_by("path")
    return [(page.title, page.get_url(request)) for page in children[: NAVIGATION_LIMIT - len(FIXED_ENTRIES)]]


@cache
def _registers() -> list[tuple[str, str]]:
    found = []
    for label, name in FIXED_ENTRIES:
        try:
            found.append((label, reverse(name)))
        except NoReverseMatch:
            continue
    return found


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
