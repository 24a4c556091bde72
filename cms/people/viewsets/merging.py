"""Two records that may be one person."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cms.core.viewsets import Step
from cms.people.models import Merge
from cms.people.services import merging
from cms.people.views import CompareView, SuggestionsView
from cms.people.viewsets.ground import Roster


class MergeViewSet(Roster):
    """Who may be one person stands first; what was merged can be taken back."""

    model = Merge
    form_fields = []
    steps = {
        "undo": Step(
            merging.undo,
            merging.UNDO,
            done=_("已撤销，两条记录恢复原样。"),
            warning=_("并入的记录连同它原有的任用、培训、服务等恢复到合并之前。合并满180天后不能再撤销。"),
            for_several=False,
        )
    }
    menu_label = _("疑似同一人")
    icon = "copy"
    list_select_related = ["kept", "by"]
    list_display = ["gone_name", "kept", "by", "created_at", "undone_on"]
    list_filter = ["undone_on"]
    search_fields = ["gone_name", "kept__name"]
    inspect_view_fields = ["gone_name", "kept", "reason", "by", "created_at", "undone_on"]

    @property
    def menu_url(self):
        return reverse(self.get_url_name("suggestions"))

    def get_urlpatterns(self):
        suggestions, compare = map(self.construct_view, (SuggestionsView, CompareView))
        return [
            *super().get_urlpatterns(),
            path("same/", suggestions, name="suggestions"),
            path("same/<int:one>/<int:other>/", compare, name="compare"),
        ]
