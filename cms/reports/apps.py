from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "cms.reports"
    label = "reports"
    verbose_name = "报表与履职报告"

    def ready(self):
        from cms.core import daily
        from cms.reports import signals  # noqa: F401
        from cms.reports.tasks import note_law_changes

        daily.register(note_law_changes)
