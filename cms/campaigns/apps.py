from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


class CampaignsConfig(AppConfig):
    name = "cms.campaigns"
    label = "campaigns"
    verbose_name = "主题活动"

    def ready(self):
        from cms.campaigns import checks, signals
        from cms.campaigns.models import publicity

        publicity.connect()
        signals.listen()
        for check in checks.CHECKS:
            register(check)
        post_migrate.connect(_found_site, sender=self, dispatch_uid="campaigns.found_site")


def _found_site(sender, using, **kwargs):
    from cms.campaigns.services.foundation import found_site, tables_exist

    if tables_exist(using):
        found_site(using)
