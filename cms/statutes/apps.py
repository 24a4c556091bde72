from django.apps import AppConfig


class StatutesConfig(AppConfig):
    name = "cms.statutes"
    label = "statutes"
    verbose_name = "法规"

    def ready(self):
        from cms.core import daily
        from search.tasks import purge_query_log

        daily.register(purge_query_log)
