"""What whoever works in the admin finds on its home: what an inspector would note today."""

from collections import Counter

from wagtail.admin.ui.components import Component

from cms.inspection.enums import FindingKind
from cms.inspection.permissions import can_see_findings
from cms.inspection.queries import open_findings


class FindingsPanel(Component):
    name = "findings"
    template_name = "inspection/admin/panel.html"
    order = 65

    def __init__(self, counts: Counter):
        self.counts = counts

    def get_context_data(self, parent_context):
        rows = [(kind, self.counts[kind.value]) for kind in FindingKind if self.counts[kind.value]]
        return {"rows": rows, "count": self.counts.total()}


def add_findings(request, panels) -> None:
    """Only while something is amiss."""
    if not can_see_findings(request.user):
        return
    if counts := Counter(open_findings().values_list("kind", flat=True)):
        panels.append(FindingsPanel(counts))
