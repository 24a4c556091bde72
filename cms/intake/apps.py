from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cms.intake"
    label = "intake"
    verbose_name = "数据导入"

    def ready(self):
        from cms.core import daily
        from cms.intake.registry import autodiscover
        from cms.intake.tasks import purge

        autodiscover()
        daily.register(purge)
