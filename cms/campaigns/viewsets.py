from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.campaigns.models import Audience, Setting


class SettingViewSet(SnippetViewSet):
    model = Setting
    icon = "site"
    list_display = ["name", "aliases", "order", "active"]
    list_filter = ["active"]
    search_fields = ["name", "aliases"]
    panels = [FieldPanel("name"), FieldPanel("aliases"), FieldPanel("order"), FieldPanel("active")]


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    list_display = ["name", "order", "active"]
    list_filter = ["active"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("order"), FieldPanel("active")]


class TaxonomyGroup(SnippetViewSetGroup):
    """The office's own tables of places and people."""

    menu_label = _("场所与对象")
    menu_icon = "tag"
    menu_order = 320
    items = (SettingViewSet, AudienceViewSet)
