from django.apps import AppConfig
from django.db.models.signals import post_save


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "媒体库"

    def ready(self):
        from media.models import LibraryDocument
        from media.services import read_later

        post_save.connect(read_later, sender=LibraryDocument, dispatch_uid="media.read_later")
