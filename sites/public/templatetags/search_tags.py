from html import escape

from django import template
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
    return _between(fragments, "<mark>", "</mark>")


@register.filter
def marked_as(fragments, tag: str) -> SafeString:
    """Fragments of (text, is_marked) as escaped text with <ins> or <del> around what changed."""
    return _between(fragments, f"<{tag}>", f"</{tag}>") if tag in ("ins", "del") else _between(fragments)


def _between(fragments, opening: str = "", closing: str = "") -> SafeString:
    # A page has hundreds of fragments: what Django makes of each would be a good part of its time.
    return SafeString(
        "".join(f"{opening}{escape(text)}{closing}" if hit else escape(text) for text, hit in fragments)
    )
