from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.core.once import FIELD, new_token

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context) -> SafeString:
    """The hidden field by which a form acts once; a form shown again with its mistakes keeps its own."""
    request = context.get("request")
    given = request.POST.get(FIELD) if request else None
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, given or new_token())
