"""The yearly reports that were published."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.core.papers import paper_response
from cms.core.papers.description import lines_of
from cms.reports.queries.papers import paper_of, published_reports


@require_safe
def report(request, pk):
    shown = get_object_or_404(published_reports(), pk=pk)
    context = {
        "report": shown,
        "sections": [(section.heading, lines_of(section.text)) for section in shown.sections.all()],
        "files": (("docx", "Word"), ("pdf", "PDF")),
    }
    return render(request, "public/reviews/report.html", context)


@require_safe
def report_list(request):
    return render(request, "public/reviews/report_list.html", {"reports": published_reports()})


@require_safe
def report_file(request, pk, kind):
    shown = get_object_or_404(published_reports(), pk=pk)
    return paper_response(paper_of(shown), kind, is_public=True)
