"""An agency's own figures and its yearly report."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.agencies.queries import agencies_of
from cms.core.papers import paper_response
from cms.duties.queries import duties_by_state
from cms.reports.enums import Dimension, Period
from cms.reports.exports.charts import months_chart, width_of
from cms.reports.forms import Asked, save_sections, section_forms
from cms.reports.models import Report
from cms.reports.queries.figures import OVERLAPPING, by_month, by_state, counted_activities, table, total
from cms.reports.queries.papers import paper_of
from cms.reports.services import reports as services
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import outcome_of, tell_outcome


@signed_in
@require_safe
def figures(request):
    """The own agencies' figures, and their reports."""
    asked = Asked(request.GET)
    if asked.by == Dimension.AGENCY:
        asked.by = Dimension.FORM
    own = []
    for agency in agencies_of(request.user):
        activities = counted_activities(asked.year, asked.period, agency)
        months = by_month(counted_activities(asked.year, agency=agency), asked.year)
        own.append(
            {
                "agency": agency,
                "rows": table(activities, asked.by),
                "total": total(activities),
                "months": list(enumerate(months, start=1)),
                "states": by_state(asked.year, agency),
                "duties": duties_by_state(agency, asked.year, timezone.localdate()),
            }
        )
    context = {
        "asked": asked,
        "own": own,
        "periods": Period.choices,
        "dimensions": [each for each in Dimension.choices if each[0] != Dimension.AGENCY],
        "overlaps": asked.by in OVERLAPPING,
        "reports": _own(request),
    }
    return render(request, "portal/figures.html", context)


@signed_in
@require_safe
def months(request, agency_pk):
    """The own year, drawn."""
    agency = get_object_or_404(agencies_of(request.user), pk=agency_pk)
    year = Asked(request.GET).year
    counts = by_month(counted_activities(year, agency=agency), year)
    return HttpResponse(months_chart(counts, width_of(request.GET)), "image/svg+xml")


@signed_in
@require_POST
def draw_up(request, agency_pk):
    """A draft of this year's report, or of the year before."""
    agency = get_object_or_404(agencies_of(request.user), pk=agency_pk)
    year = typed_number(request.POST.get("year", ""), digits=4)
    report = outcome_of(
        request, lambda: services.draw_up_report(year=year, agency=agency, actor=request.user)
    )
    return redirect("portal:report", report.pk) if report else redirect("portal:figures")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    held = get_object_or_404(_own(request), pk=pk)
    if not held.is_open:
        return render(request, "portal/report.html", {"report": held, "sections": held.sections.all()})
    forms = section_forms(held, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if save_sections(request, held, forms):
            return redirect("portal:report", held.pk)
        status = 422
    return render(request, "portal/report.html", {"report": held, "forms": forms}, status=status)


@signed_in
@require_POST
def sign(request, pk):
    held = get_object_or_404(_own(request), pk=pk)
    signer = request.POST.get("signer", "")
    tell_outcome(
        request,
        lambda: services.sign_report(held, signer=signer, actor=request.user),
        _("已签发，报告不再改动。"),
    )
    return redirect("portal:report", held.pk)


@signed_in
@require_safe
def report_file(request, pk, kind):
    held = get_object_or_404(_own(request), pk=pk)
    return paper_response(paper_of(held), kind)


def _own(request):
    found = Report.objects.filter(agency__in=agencies_of(request.user))
    return found.select_related("agency").order_by("-year", "agency__code")
