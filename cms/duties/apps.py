from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "cms.duties"
    label = "duties"
    verbose_name = "普法责任"

    def ready(self):
        from cms.core import daily
        from cms.duties.tasks import remind_of_duties

        daily.register(remind_of_duties)
