"""The forms in which files come into the library."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import FileField
from django.utils.module_loading import import_string
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media.pictures import MAX_SIDE, clean_image

# What Wagtail shows an account's picture at.
AVATAR_SIDE = 400


class PictureField(WagtailImageField):
    """Takes a picture for what its content is. What goes on is the clean copy, under a name that fits it."""

    def __init__(self, *args, max_side: int = MAX_SIDE, **kwargs):
        super().__init__(*args, **kwargs)
        self.max_side = max_side

    def to_python(self, data):
        upload = FileField.to_python(self, data)
        return upload and super().to_python(clean_image(upload, max_side=self.max_side))


class _WordsAreAskedFor:
    """What is written into a field for the public is refused beside that field."""

    def _post_clean(self):
        super()._post_clean()
        written = [name for name in self._meta.model.public_texts if name in self.changed_data]
        refuse = import_string(settings.MEDIA_WORDS_GATE)
        try:
            refuse(self.instance, [name for name in written if name not in self.errors])
        except ValidationError as error:
            self.add_error(None, error)


class LibraryImageForm(_WordsAreAskedFor, BaseImageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain = self.fields["file"]
        picture = PictureField(label=plain.label, required=plain.required, widget=plain.widget)
        self.fields["file"] = picture


class LibraryDocumentForm(_WordsAreAskedFor, BaseDocumentForm):
    pass
