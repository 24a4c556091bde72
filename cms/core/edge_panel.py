"""What a page touches, in the editor beside its words: the same list that the page of a record shows."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import Panel

from cms.core.edges import Touching, touching


def rows_with_addresses(record, user) -> list[tuple[Touching, list]]:
    """What stands on a record and what it stands on, each with the page of the office that tells of it."""
    address = AdminURLFinder(user).get_edit_url
    found = touching(record, public=False)
    return [(each, [(row, address(row)) for row in each.rows]) for each in found]


class TouchingPanel(Panel):
    """Only read. Left out of the editor while nothing touches the page."""

    def __init__(self, **kwargs):
        super().__init__(**{"heading": _("关联"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/touching_rows.html"

        @cached_property
        def rows(self) -> list[tuple[Touching, list]]:
            return rows_with_addresses(self.instance, self.request.user) if self.instance.pk else []

        def is_shown(self):
            return super().is_shown() and bool(self.rows)

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "touching": self.rows}
