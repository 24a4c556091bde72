from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.reports import views
from cms.reports.panels import add_law_impacts, add_year
from cms.reports.permissions import can_see_figures
from cms.reports.viewsets import ReportsGroup


class FiguresMenuItem(MenuItem):
    def is_shown(self, request):
        return can_see_figures(request.user)


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("figures/", views.FiguresView.as_view(), name="figures"),
        path("figures/rows/", views.FigureRowsView.as_view(), name="figures_rows"),
        path("figures/workbook/", views.workbook, name="figures_workbook"),
        path("figures/base/", views.BaseDataView.as_view(), name="figures_base"),
        path("figures/base/workbook/", views.base_data_file, name="figures_base_workbook"),
        path("figures/year/", views.DashboardView.as_view(), name="figures_year"),
        path("duty_reports/<int:pk>/paper.<str:kind>", views.paper, name="reports_paper"),
        path("figures/charts/<slug:name>.svg", views.chart, name="figures_chart"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item():
    return FiguresMenuItem(_("统计"), reverse("figures_year"), icon_name="table", order=250)


@hooks.register("register_admin_viewset")
def reports():
    return ReportsGroup()


hooks.register("construct_homepage_panels", add_law_impacts)
hooks.register("construct_homepage_panels", add_year)
