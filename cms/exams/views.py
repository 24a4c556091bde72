"""Papers of an exam to print, for the office alone: they and their keys are secret until the day."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.core.papers import paper_response
from cms.exams.exports.papers import exam_key, exam_paper
from cms.exams.models import PrintedPaper
from cms.exams.permissions import can_hold_exams
from cms.exams.queries.printing import VARIANTS


@require_safe
def paper_file(request, pk, variant, kind):
    """The questions of a variant as Word or PDF."""
    return paper_response(exam_paper(_paper(request, pk, variant), variant), kind, name=f"试卷{variant}")


@require_safe
def key_file(request, pk, variant, kind):
    """The answers of a variant as Word or PDF."""
    return paper_response(exam_key(_paper(request, pk, variant), variant), kind, name=f"答案{variant}")


def _paper(request, pk: int, variant: str) -> PrintedPaper:
    if not can_hold_exams(request.user):
        raise PermissionDenied
    if variant not in VARIANTS:
        raise Http404
    return get_object_or_404(PrintedPaper.objects.select_related("exam"), pk=pk)
