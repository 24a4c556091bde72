from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from search.documents import KINDS

register = template.Library()


@register.filter
def kind_label(kind: str) -> str:
    return KINDS.get(kind, "")


@register.filter
def at(mapping, key):
    """The value a mapping holds for a key that is itself a value."""
    return mapping.get(key, "")


@register.filter
def unmarked(fragments) -> str:
    """The text of fragments alone."""
    return "".join(text for text, _ in fragments)


@register.filter
def marked(fragments) -> SafeString:
    """Fragments of (text, is_marked) as escaped text with <mark> around what was sought."""
    return format_html_join(
        "", "{}{}{}", ((_OPEN if hit else "", text, _CLOSE if hit else "") for text, hit in fragments)
    )


@register.filter
def marked_as(fragments, tag: str) -> SafeString:
    """Fragments of (text, is_marked) as escaped text with <ins> or <del> around what changed."""
    opening, closing = (
        (SafeString(f"<{tag}>"), SafeString(f"</{tag}>")) if tag in ("ins", "del") else ("", "")
    )
    return format_html_join(
        "", "{}{}{}", ((opening if hit else "", text, closing if hit else "") for text, hit in fragments)
    )


_OPEN = SafeString("<mark>")
_CLOSE = SafeString("</mark>")
