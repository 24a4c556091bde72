from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet, Step
from cms.core.viewsets.saving import RuledCreateView
from cms.duties.models import DutyItem
from cms.reports.forms import SignForm
from cms.reports.models import LawImpact, Report
from cms.reports.permissions import can_reconsider, can_see_figures, can_see_report
from cms.reports.queries.law_changes import cited_since
from cms.reports.services import law_changes
from cms.reports.services import reports as services
from cms.reports.views import ReportInspectView, SectionsView


class ReportCreateView(RuledCreateView):
    """The office draws up the district's; an agency its own in the portal."""

    def save_instance(self):
        year = self.form.cleaned_data["year"]
        return services.draw_up_report(year=year, agency=None, actor=self.request.user)


class ReportViewSet(RuledViewSet):
    model = Report
    name = "duty_reports"
    menu_label = _("履职报告")
    icon = "doc-full"
    adds = services.DRAW_UP
    steps = {
        "sign": Step(
            services.sign_report,
            services.SIGN,
            done=_("已签发。"),
            warning=_("签发之后，报告不再改动。"),
            form=SignForm,
            for_several=False,
        ),
        "publish": Step(services.publish_report, services.PUBLISH, done=_("已公开。")),
        "withdraw": Step(services.withdraw_report, services.WITHDRAW, done=_("已从公开页面撤下。")),
    }
    index_view_class = DeskIndexView
    add_view_class = ReportCreateView
    inspect_view_class = ReportInspectView
    inspect_template_name = "reports/admin/report.html"
    form_fields = ["year"]
    list_select_related = ["agency"]
    list_display = [
        "title",
        "year",
        Column("get_state_display", label=_("状态"), sort_key="state"),
        DateColumn("signed_at", label=_("签发时间"), sort_key="signed_at"),
    ]
    list_filter = ["year", "state"]

    def may_see(self, user) -> bool:
        return can_see_figures(user)

    def may_see_row(self, user, record) -> bool:
        return can_see_report(user, record)

    def get_urlpatterns(self):
        sections = self.construct_view(SectionsView)
        return [*super().get_urlpatterns(), path("<int:pk>/sections/", sections, name="sections")]


class LawImpactInspectView(RuledInspectView):
    """The change, what rests on it, and the way there."""

    def get_context_data(self, **kwargs):
        impact = self.object
        address = AdminURLFinder(self.request.user).get_edit_url(impact.record) if impact.record else None
        law = AdminURLFinder(self.request.user).get_edit_url(impact.law)
        cited = impact.record.articles.all() if isinstance(impact.record, DutyItem) else ()
        return super().get_context_data(
            impact=impact,
            address=address,
            law_address=law,
            cited=cited_since(impact.law, cited, impact.changed_on),
            **kwargs,
        )


class LawImpactViewSet(RuledViewSet):
    """What was written before a law changed, each to be looked at once."""

    model = LawImpact
    name = "law_impacts"
    menu_label = _("法规变化核对")
    icon = "warning"
    steps = {
        "right": Step(law_changes.find_right, law_changes.STILL_RIGHT, done=_("已记下：仍然正确。")),
        "changed": Step(law_changes.find_changed, law_changes.CHANGED, done=_("已记下：已修改。")),
        "withdrawn": Step(law_changes.find_withdrawn, law_changes.WITHDRAWN, done=_("已记下：已撤下。")),
    }
    index_view_class = DeskIndexView
    inspect_view_class = LawImpactInspectView
    inspect_template_name = "reports/admin/law_impact.html"
    form_fields = []
    list_select_related = ["law"]
    list_display = [
        "title",
        "kind",
        Column("law", label=_("法规")),
        "change",
        Column("get_verdict_display", label=_("核对结果"), sort_key="verdict"),
    ]
    list_filter = ["verdict", "kind"]

    def may_see(self, user) -> bool:
        return can_reconsider(user)


class ReportsGroup(ModelViewSetGroup):
    menu_label = _("报告与核对")
    menu_icon = "draft"
    menu_order = 240
    items = (ReportViewSet, LawImpactViewSet)
