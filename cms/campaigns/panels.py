"""What stands on the admin's home about pages and the law days ahead."""

from django.utils import timezone

from cms.accounts.permissions import works_in_admin
from cms.campaigns.permissions import can_edit_calendar
from cms.campaigns.queries.desk import pages_to_review, standings_of, unfinished_pages
from cms.campaigns.queries.law_days import coming_law_days
from cms.campaigns.queries.reviewing import stuck_pages
from cms.core.first_rows import first_rows
from cms.core.panels import KeptPanel

LAW_DAYS_SHOWN = 8
ROWS_SHOWN = 6
# Of the framework: the same pages in other words, with times like "3 weeks ago".
REPLACED = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation", "recent_edits"}


class PagesPanel(KeptPanel):
    """Pages to review, and one's own that the public does not read yet."""

    name = "pages"
    template_name = "campaigns/admin/pages_panel.html"
    order = 30
    of = ("campaigns", "wagtailcore")

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        to_review = first_rows(pages_to_review(self.user), ROWS_SHOWN)
        own = first_rows(unfinished_pages(self.user), ROWS_SHOWN)
        return {
            "to_review": to_review.rows,
            "to_review_count": to_review.count,
            "own": standings_of(own.rows),
            "own_count": own.count,
        }


def add_pages(request, panels) -> None:
    panels[:] = [panel for panel in panels if panel.name not in REPLACED]
    if works_in_admin(request.user):
        panels.append(PagesPanel(request.user))


class StuckPagesPanel(KeptPanel):
    name = "stuck_pages"
    template_name = "campaigns/admin/stuck_pages.html"
    order = 40
    of = ("campaigns", "wagtailcore")

    def get_context_data(self, parent_context):
        return {"pages": stuck_pages()}


def add_stuck_pages(request, panels) -> None:
    """Show what waits for a reviewer that does not exist, to all who can do something about it."""
    if works_in_admin(request.user):
        panels.append(StuckPagesPanel())


class LawDaysPanel(KeptPanel):
    name = "law_days"
    template_name = "campaigns/admin/law_days.html"
    order = 60
    of = ("campaigns",)

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        coming = coming_law_days(timezone.localdate())
        return {"days": coming[:LAW_DAYS_SHOWN], "can_edit": can_edit_calendar(self.user)}


def add_law_days(request, panels) -> None:
    if works_in_admin(request.user):
        panels.append(LawDaysPanel(request.user))
