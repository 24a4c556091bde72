from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core.viewsets import DeskIndexView, RuledViewSet, Step
from cms.core.viewsets.saving import RuledCreateView
from cms.reports import services
from cms.reports.forms import SignForm
from cms.reports.models import Report
from cms.reports.permissions import can_see_figures, can_see_report
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
