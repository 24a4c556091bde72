from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cms.intake"
    label = "intake"
    verbose_name = "数据导入"

    def ready(self):
        from cms.core import background, daily
        from cms.intake.registry import autodiscover
        from cms.intake.services.giving_up import tell_batch
        from cms.intake.tasks import purge, tidy

        autodiscover()
        daily.register(purge)
        daily.register(tidy)
        background.at_start(tidy)
        background.gave_up.connect(tell_batch, dispatch_uid="intake.gave_up")
