"""The office's pages of figures, and the writing of a report."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core import audit
from cms.core.papers import paper_response
from cms.core.spreadsheets import CONTENT_TYPES
from cms.core.viewsets import RuledInspectView
from cms.duties.queries import district_duties_by_state, district_figures, overdue_items
from cms.places.queries.outlines import district_map
from cms.reports.enums import Dimension, Period
from cms.reports.exports.charts import months_chart, rows_chart, width_of
from cms.reports.exports.tables import base_data_workbook, figures_workbook
from cms.reports.forms import Asked, save_sections, section_forms
from cms.reports.models import Report
from cms.reports.permissions import can_see_figures, can_see_report, can_write_report
from cms.reports.queries.base_data import base_data, total_of
from cms.reports.queries.figures import (
    OVERLAPPING,
    activities_behind,
    by_month,
    by_state,
    counted_activities,
    table,
    total,
)
from cms.reports.queries.gaps import communities_nobody_visited, laws_nobody_taught
from cms.reports.queries.papers import paper_of

PAGE_SIZE = 50
HALVES = (Period.FIRST_HALF, Period.SECOND_HALF, Period.YEAR)


class FiguresPage(WagtailAdminTemplateMixin, TemplateView):
    """For whoever works in the admin."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not can_see_figures(request.user):
            raise PermissionDenied
        self.asked = Asked(request.GET)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class FiguresView(FiguresPage):
    template_name = "reports/admin/figures.html"
    page_title = _("统计表")

    def get_context_data(self, **kwargs):
        asked = self.asked
        activities = counted_activities(asked.year, asked.period)
        return super().get_context_data(
            asked=asked,
            periods=Period.choices,
            dimensions=Dimension.choices,
            rows=table(activities, asked.by),
            total=total(activities),
            overlaps=asked.by in OVERLAPPING,
            **kwargs,
        )


class FigureRowsView(FiguresPage):
    """The very activities of one row."""

    template_name = "reports/admin/rows.html"
    page_title = _("计入的活动")

    def get_context_data(self, **kwargs):
        asked = self.asked
        activities = counted_activities(asked.year, asked.period)
        found = (
            activities_behind(activities, asked.by, asked.key).select_related("host").order_by("starts_at")
        )
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(asked=asked, page=page, **kwargs)


class DashboardView(FiguresPage):
    """The year at a glance: each chart with its table, and where nothing was done."""

    template_name = "reports/admin/dashboard.html"
    page_title = _("年度概览")

    def get_context_data(self, **kwargs):
        year, today = self.asked.year, timezone.localdate()
        activities = counted_activities(year)
        subdistricts = table(activities, Dimension.SUBDISTRICT)
        numbers = {int(row.key): row.activities for row in subdistricts if row.key}
        return super().get_context_data(
            asked=self.asked,
            figures=district_figures(year),
            months=list(enumerate(by_month(activities, year), start=1)),
            states=by_state(year),
            duties=district_duties_by_state(year, min(today, date(year, 12, 31))),
            settings=table(activities, Dimension.SETTING),
            subdistricts=subdistricts,
            map=district_map(numbers),
            laws=laws_nobody_taught(year),
            communities=communities_nobody_visited(year),
            overdue=overdue_items(today) if year == today.year else (),
            **kwargs,
        )


@require_safe
def workbook(request):
    """The table of figures as an Excel file; who took it away is on record."""
    if not can_see_figures(request.user):
        raise PermissionDenied
    asked = Asked(request.GET)
    activities = counted_activities(asked.year, asked.period)
    audit.record_export(request.user, "reports.figures", str(_("普法活动统计表")), query=asked.query)
    content = figures_workbook(
        asked.year, asked.period, asked.by, table(activities, asked.by), total(activities)
    )
    return _as_file(content, f"figures-{asked.year}-{asked.period}-{asked.by}.xlsx")


class BaseDataView(FiguresPage):
    """The half-yearly base data; the whole year where that is asked."""

    template_name = "reports/admin/base_data.html"
    page_title = _("基础数据")

    def get_context_data(self, **kwargs):
        rows = base_data(self.asked.year, self.asked.period)
        return super().get_context_data(
            asked=self.asked,
            periods=[(each.value, each.label) for each in HALVES],
            dimensions=(),
            rows=rows,
            total=total_of(rows),
            **kwargs,
        )


@require_safe
def base_data_file(request):
    if not can_see_figures(request.user):
        raise PermissionDenied
    asked = Asked(request.GET)
    title = str(_("普法工作基础数据"))
    audit.record_export(request.user, "reports.base_data", title, query=asked.query)
    rows = base_data(asked.year, asked.period)
    content = base_data_workbook(asked.year, asked.period, timezone.localdate(), rows)
    return _as_file(content, f"base-data-{asked.year}-{asked.period}.xlsx")


def _as_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, CONTENT_TYPES["xlsx"], headers=headers)


@require_safe
def chart(request, name):
    """A chart of the dashboard as a picture of its own."""
    if not can_see_figures(request.user):
        raise PermissionDenied
    asked = Asked(request.GET)
    activities = counted_activities(asked.year)
    if name == "months":
        drawn = months_chart(by_month(activities, asked.year), width_of(request.GET))
    else:
        drawn = rows_chart([(row.name, row.activities) for row in table(activities, Dimension.SETTING)])
    return HttpResponse(drawn, "image/svg+xml")


class ReportInspectView(RuledInspectView):
    template_name = "reports/admin/report.html"

    def get_context_data(self, **kwargs):
        report = self.object
        may_write = report.is_open and can_write_report(self.request.user, report)
        return super().get_context_data(
            report=report, sections=report.sections.all(), may_write=may_write, **kwargs
        )


class SectionsView(WagtailAdminTemplateMixin, TemplateView):
    """All sections of a draft on one page, saved together."""

    template_name = "reports/admin/sections.html"
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.report = get_object_or_404(Report, pk=kwargs["pk"])
        if not can_write_report(request.user, self.report):
            raise PermissionDenied
        self.forms = section_forms(self.report, request.POST if request.method == "POST" else None)

    def post(self, request, *args, **kwargs):
        if save_sections(request, self.report, self.forms):
            return redirect(self.viewset.url_after(self.report))
        return self.render_to_response(self.get_context_data())

    def get_page_title(self):
        return str(self.report)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.report, forms=self.forms, **kwargs)


@require_safe
def paper(request, pk, kind):
    """A report as Word or PDF, for who may see it."""
    report = get_object_or_404(Report.objects.select_related("agency"), pk=pk)
    if not can_see_report(request.user, report):
        raise Http404
    return paper_response(paper_of(report), kind)
