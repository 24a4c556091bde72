from django.apps import AppConfig
from django.core.checks import register


class PublicConfig(AppConfig):
    name = "sites.public"
    label = "public"
    verbose_name = "公众网站"

    def ready(self):
        from sites import kept_pages
        from sites.public import checks

        kept_pages.watch()

        for check in checks.CHECKS:
            register(check)
