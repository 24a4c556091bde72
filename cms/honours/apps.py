from django.apps import AppConfig


class HonoursConfig(AppConfig):
    name = "cms.honours"
    label = "honours"
    verbose_name = "示范创建"

    def ready(self):
        from cms.core import daily
        from cms.honours.tasks import forget_past_objectors, remind_of_rechecks_due

        daily.register(remind_of_rechecks_due)
        daily.register(forget_past_objectors)
