from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "cms.inbox"
    label = "inbox"
    verbose_name = "提醒"

    def ready(self):
        from cms.core import daily
        from cms.inbox.tasks import send_digests

        daily.register(send_digests)
