"""What an administrator finds on the admin's home: who signed in since yesterday and who could not, and when
a copy was last made."""

from datetime import timedelta

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.accounts.permissions import can_see_trail
from cms.accounts.queries import sign_ins_since
from cms.core.backing_up import last_backup


class SignInsPanel(Component):
    name = "sign_ins"
    template_name = "accounts/admin/sign_ins_panel.html"
    order = 75

    def get_context_data(self, parent_context):
        return {"counts": sign_ins_since(timezone.now() - timedelta(days=1))}


class BackupPanel(Component):
    name = "backup"
    template_name = "accounts/admin/backup_panel.html"
    order = 76
    most_days = 7

    def get_context_data(self, parent_context):
        last = last_backup()
        days = (timezone.now() - last.at).days if last else None
        return {"last": last, "days": days, "most": self.most_days}


def add_for_administrators(request, panels) -> None:
    if can_see_trail(request.user):
        panels += [SignInsPanel(), BackupPanel()]
