from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "cms.training"
    label = "training"
    verbose_name = "培训"

    def ready(self):
        from cms.core import daily
        from cms.training import signals  # noqa: F401
        from cms.training.services import merging  # noqa: F401
        from cms.training.tasks import remind_trainees_of_tomorrow

        daily.register(remind_trainees_of_tomorrow)
