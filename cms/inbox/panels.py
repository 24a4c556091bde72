"""What an account of the office is reminded of, on the admin's home."""

from wagtail.admin.ui.components import Component

from cms.core.first_rows import FirstRows, first_rows
from cms.inbox.queries import messages_of

ROWS_SHOWN = 5


class InboxPanel(Component):
    name = "inbox"
    template_name = "inbox/admin_panel.html"
    order = 20

    def __init__(self, unread: FirstRows):
        self.unread = unread

    def get_context_data(self, parent_context):
        return {"messages": self.unread.rows, "count": self.unread.count}


def add_inbox(request, panels) -> None:
    """Only while something is unread: an empty inbox is no news."""
    unread = first_rows(messages_of(request.user).filter(read_at=None), ROWS_SHOWN)
    if unread.rows:
        panels.append(InboxPanel(unread))
