from django.apps import AppConfig


class AdvisersConfig(AppConfig):
    name = "cms.advisers"
    label = "advisers"
    verbose_name = "法律顾问"

    def ready(self):
        from cms.advisers.tasks import forget_departed_advisers
        from cms.core import daily

        daily.register(forget_departed_advisers)
