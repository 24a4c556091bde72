"""How words are set on a page."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from search.chinese.segmentation import phrases

register = template.Library()
BREAK = mark_safe("<wbr>")


@register.filter
def phrased(heading) -> SafeString:
    """A heading that goes on to the next line after a word: browsers do not know the words of Chinese."""
    return format_html_join(BREAK, "{}", ((part,) for part in phrases(str(heading))))
