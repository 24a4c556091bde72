"""What waits for an answer, on the admin's home of whoever has to give it."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.core.first_rows import FirstRows, first_rows
from cms.letters.permissions import can_see_letters
from cms.letters.queries import waiting_letters

ROWS_SHOWN = 6


class LettersPanel(Component):
    name = "letters"
    template_name = "letters/admin/letters_panel.html"
    order = 45

    def __init__(self, waiting: FirstRows):
        self.waiting = waiting

    def get_context_data(self, parent_context):
        today = timezone.localdate()
        rows = [(letter, letter.is_overdue(today)) for letter in self.waiting.rows]
        return {"rows": rows, "count": self.waiting.count}


def add_letters(request, panels) -> None:
    if not can_see_letters(request.user):
        return
    if (waiting := first_rows(waiting_letters(request.user), ROWS_SHOWN)).rows:
        panels.append(LettersPanel(waiting))
