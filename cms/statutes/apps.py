from django.apps import AppConfig


class StatutesConfig(AppConfig):
    name = "cms.statutes"
    label = "statutes"
    verbose_name = "法规"

    def ready(self):
        from cms.core import daily
        from cms.statutes import signals  # noqa: F401
        from cms.statutes.tasks import follow_the_day
        from search.desk import purge_query_log, weigh_laws

        daily.register(follow_the_day)
        # After the day's repeals, which it takes into account.
        daily.register(weigh_laws)
        daily.register(purge_query_log)
