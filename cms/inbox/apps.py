from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "cms.inbox"
    label = "inbox"
    verbose_name = "提醒"

    def ready(self):
        from cms.core import daily
        from cms.inbox.tasks import forget_old_messages, send_digests

        daily.register(forget_old_messages)
        daily.register(send_digests)
