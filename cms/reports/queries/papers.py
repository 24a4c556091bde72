"""A report as an official paper."""

from django.utils import timezone

from cms.core.papers import Heading, Imprint, Paper, Paragraph
from cms.core.papers.description import lines_of
from cms.reports.enums import ReportState
from cms.reports.models import Report


def paper_of(report: Report) -> Paper:
    """What is printed of a report; while it is a draft, its foot says so."""
    blocks: list[Heading | Paragraph] = []
    for section in report.sections.all():
        blocks += [Heading(section.heading), *map(Paragraph, lines_of(section.text))]
    made_at = report.signed_at or report.updated_at
    day = timezone.localdate(made_at)
    return Paper(
        title=report.title,
        blocks=tuple(blocks),
        made_at=made_at,
        signature=report.agency.name if report.agency else "",
        signed_on=day if report.signed_at else None,
        subtitles=(f"签发人：{report.signer}",) if report.signer else (),
        imprint=Imprint("签发稿" if report.signed_at else "草稿", day),
    )


def published_reports():
    """The reports that the public may read."""
    found = Report.objects.filter(state=ReportState.PUBLISHED).select_related("agency")
    return found.order_by("-year", "agency__code")
