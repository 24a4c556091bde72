from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cms.intake"
    label = "intake"
    verbose_name = "数据导入"

    def ready(self):
        from cms.intake.registry import autodiscover

        autodiscover()
