from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet, Step
from cms.inspection import services
from cms.inspection.enums import FindingState
from cms.inspection.models import Finding
from cms.inspection.permissions import can_see_findings


class FindingInspectView(RuledInspectView):
    """What is amiss, where it is mended, by whom, since when."""

    template_name = "inspection/admin/finding.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(finding=self.object, **kwargs)


class FindingIndexView(DeskIndexView):
    """What is to be mended before what may stay and what was mended, the longest standing first."""

    def get_base_queryset(self):
        ranks = [When(state=state, then=rank) for rank, state in enumerate(FindingState)]
        return super().get_base_queryset().annotate(rank=Case(*ranks))


class MendColumn(Column):
    cell_template_name = "inspection/admin/mend_cell.html"

    def get_value(self, instance):
        return instance.link


class FindingViewSet(RuledViewSet):
    model = Finding
    name = "findings"
    icon = "warning"
    menu_label = _("网站自查")
    menu_order = 180
    add_to_admin_menu = True
    steps = {
        "tolerate": Step(services.tolerate, services.TOLERATE, done=_("已记下：不必改。")),
        "take_up": Step(services.take_up, services.TAKE_UP, done=_("已放回要改的。")),
    }
    index_view_class = FindingIndexView
    inspect_view_class = FindingInspectView
    inspect_template_name = "inspection/admin/finding.html"
    form_fields = []
    list_display = [
        "subject",
        Column("get_kind_display", label=_("问题"), sort_key="kind"),
        Column("told", label=_("情况")),
        Column("responsible", label=_("由谁改"), sort_key="responsible"),
        DateColumn("since", label=_("从哪天起"), sort_key="since"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
        MendColumn("link", label=_("去改")),
    ]
    list_filter = ["state", "kind", "responsible"]
    search_fields = ["subject", "told", "responsible"]
    ordering = ["rank", "since", "pk"]

    def may_see(self, user) -> bool:
        return can_see_findings(user)
