from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "cms.letters"
    label = "letters"
    verbose_name = "来信"

    def ready(self):
        from cms.core import daily
        from cms.letters.tasks import forget_writers, remind_of_letters

        daily.register(remind_of_letters)
        daily.register(forget_writers)
