"""What is made public year by year, in one place: duty lists, results of the assessment, reports."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.duties.models import DutyList
from cms.duties.queries import public_lists
from cms.reports.models import Report
from cms.reports.queries.papers import published_reports
from cms.reviews.queries.outcomes import published_rounds


@dataclass
class Year:
    """The public papers of one year; lists with the version that holds in front."""

    year: int
    lists: list[DutyList] = field(default_factory=list)
    has_grades: bool = False
    reports: list[Report] = field(default_factory=list)


@require_safe
def yearly(request: HttpRequest) -> HttpResponse:
    years: dict[int, Year] = {}

    def of(year: int) -> Year:
        return years.setdefault(year, Year(year))

    for duty_list in public_lists().order_by("-year", "-version"):
        of(duty_list.year).lists.append(duty_list)
    for round in published_rounds():
        of(round.year).has_grades = True
    for report in published_reports():
        of(report.year).reports.append(report)
    context = {"years": sorted(years.values(), key=lambda each: each.year, reverse=True)}
    return render(request, "public/duties/yearly.html", context)
