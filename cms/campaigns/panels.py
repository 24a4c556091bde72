"""What the office finds on the admin's home about its pages."""

from wagtail.admin.ui.components import Component

from cms.accounts.permissions import works_in_admin
from cms.campaigns.queries.reviewing import StuckPage, stuck_pages


class StuckPagesPanel(Component):
    name = "stuck_pages"
    template_name = "campaigns/admin/stuck_pages.html"
    order = 40

    def __init__(self, pages: list[StuckPage]):
        self.pages = pages

    def get_context_data(self, parent_context):
        return {"pages": self.pages}


def add_stuck_pages(request, panels) -> None:
    """Show what waits for a reviewer that does not exist, to all who can do something about it."""
    if works_in_admin(request.user) and (pages := stuck_pages()):
        panels.append(StuckPagesPanel(pages))
