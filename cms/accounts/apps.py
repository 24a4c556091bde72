from django.apps import AppConfig
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = "账号"
    default = True

    def ready(self):
        from cms.accounts.signing_in import idle
        from cms.accounts.tasks import forget_old_sessions
        from cms.core import daily

        idle.watch()
        daily.register(forget_old_sessions)
        post_migrate.connect(_create_role_groups, sender=self, dispatch_uid="accounts.role_groups")


def _create_role_groups(sender, **kwargs):
    from cms.accounts.services import create_role_groups

    create_role_groups()


class OfficeUsersConfig(WagtailUsersAppConfig):
    """Wagtail's accounts pages with our forms and rights."""

    user_viewset = "cms.accounts.users.AccountViewSet"
    group_viewset = "cms.accounts.users.RoleGroupViewSet"
