from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "cms.events"
    label = "events"
    verbose_name = "活动场次"

    def ready(self):
        from cms.core import daily
        from cms.events import signals  # noqa: F401
        from cms.events.tasks import forget_past_registrations, remind_of_tomorrow

        daily.register(remind_of_tomorrow)
        daily.register(forget_past_registrations)
