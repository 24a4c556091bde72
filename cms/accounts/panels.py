"""What an administrator finds on the admin's home: who signed in since yesterday, and who could not."""

from datetime import timedelta

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.accounts.permissions import can_see_trail
from cms.accounts.queries import sign_ins_since


class SignInsPanel(Component):
    name = "sign_ins"
    template_name = "accounts/admin/sign_ins_panel.html"
    order = 75

    def get_context_data(self, parent_context):
        return {"counts": sign_ins_since(timezone.now() - timedelta(days=1))}


def add_sign_ins(request, panels) -> None:
    if can_see_trail(request.user):
        panels.append(SignInsPanel())
