from django.apps import AppConfig


class StatutesConfig(AppConfig):
    name = "cms.statutes"
    label = "statutes"
    verbose_name = "法规"

    def ready(self):
        from cms.core import daily
        from cms.statutes import signals  # noqa: F401
        from cms.statutes.tasks import follow_the_day
        from search.desk import purge_query_log

        daily.register(follow_the_day)
        daily.register(purge_query_log)
