"""What an account of the office is reminded of, on the admin's home."""

from wagtail.admin.ui.components import Component

from cms.inbox.queries import messages_of, unread_count

ROWS_SHOWN = 5


class InboxPanel(Component):
    name = "inbox"
    template_name = "inbox/admin_panel.html"
    order = 20

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        unread = messages_of(self.user).filter(read_at=None)
        return {"messages": unread[:ROWS_SHOWN], "count": unread_count(self.user)}


def add_inbox(request, panels) -> None:
    """Only while something is unread: an empty inbox is no news."""
    if unread_count(request.user):
        panels.append(InboxPanel(request.user))
