from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    name = "cms.volunteering"
    label = "volunteering"
    verbose_name = "志愿服务"

    def ready(self):
        from cms.core import daily
        from cms.volunteering import signals  # noqa: F401
        from cms.volunteering.services import merging  # noqa: F401
        from cms.volunteering.tasks import (
            forget_past_applications,
            forget_past_requests,
            remind_volunteers_of_tomorrow,
        )

        daily.register(forget_past_applications)
        daily.register(forget_past_requests)
        daily.register(remind_volunteers_of_tomorrow)
