"""A valid document to the result of every agency, in the order of the document."""

from cms.assessment.arithmetic.grades import grade
from cms.assessment.arithmetic.groups import group_of
from cms.assessment.arithmetic.lines import line_of
from cms.assessment.arithmetic.results import AgencyResult
from cms.assessment.arithmetic.totals import bonus_of, total_of
from cms.assessment.documents.records import Agency, Document, Scheme


def compute(document: Document) -> list[AgencyResult]:
    results = [_agency(document.scheme, agency) for agency in document.agencies]
    grade(document.scheme, document.agencies, results)
    return results


def _agency(scheme: Scheme, agency: Agency) -> AgencyResult:
    lines = tuple(line_of(indicator, agency) for indicator in scheme.indicators if indicator.kind != "veto")
    incomplete = tuple(line.key for line in lines if line.is_missing)
    groups = tuple(group_of(group, agency, lines) for group in scheme.groups)
    bonus, cut = bonus_of(scheme, lines)
    total, reckoned = total_of(scheme, groups, bonus, incomplete)
    notes = [note for group in groups for note in group.notes] + cut + reckoned
    return AgencyResult(agency.code, agency.name, lines, groups, bonus, total, None, incomplete, notes)
