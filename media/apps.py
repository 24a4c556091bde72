from django.apps import AppConfig
from django.db.models.signals import post_save


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "媒体库"

    def ready(self):
        from wagtail.admin.forms.account import AvatarPreferencesForm

        from media.forms import AVATAR_SIDE, PictureField
        from media.models import LibraryDocument
        from media.services import read_later

        post_save.connect(read_later, sender=LibraryDocument, dispatch_uid="media.read_later")
        # The picture of an account is a picture like any other.
        label = AvatarPreferencesForm.base_fields["avatar"].label
        AvatarPreferencesForm.base_fields["avatar"] = PictureField(
            label=label, required=False, max_side=AVATAR_SIDE
        )
