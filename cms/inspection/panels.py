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

    def get_context_data(self, parent_context):
        counts = Counter(open_findings().values_list("kind", flat=True))
        rows = [(kind, counts[kind.value]) for kind in FindingKind if counts[kind.value]]
        return {"rows": rows, "count": counts.total()}


def add_findings(request, panels) -> None:
    """Only while something is amiss."""
    if can_see_findings(request.user) and open_findings().exists():
        panels.append(FindingsPanel())
