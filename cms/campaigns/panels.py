"""What the office finds on the admin's home about its pages and the law days ahead."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.accounts.permissions import works_in_admin
from cms.campaigns.permissions import can_edit_calendar
from cms.campaigns.queries.law_days import coming_law_days
from cms.campaigns.queries.reviewing import StuckPage, stuck_pages

LAW_DAYS_SHOWN = 8


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


class LawDaysPanel(Component):
    name = "law_days"
    template_name = "campaigns/admin/law_days.html"
    order = 60

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        coming = coming_law_days(timezone.localdate())
        return {"days": coming[:LAW_DAYS_SHOWN], "can_edit": can_edit_calendar(self.user)}


def add_law_days(request, panels) -> None:
    if works_in_admin(request.user):
        panels.append(LawDaysPanel(request.user))
