from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "cms.inspection"
    label = "inspection"
    verbose_name = "网站自查"

    def ready(self):
        from cms.core import daily
        from cms.inspection.tasks import inspect_daily

        daily.register(inspect_daily)
