from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self):
        post_migrate.connect(_create_role_groups, sender=self, dispatch_uid="accounts.role_groups")


def _create_role_groups(sender, **kwargs):
    from cms.accounts.services import create_role_groups

    create_role_groups()
