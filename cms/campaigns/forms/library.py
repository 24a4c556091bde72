from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.campaigns.services.library import keep_what_is_shown


class KeepsWhatIsShown:
    """Says beside the form what a live page shows of the item, before the framework drops the old file."""

    def _post_clean(self):
        super()._post_clean()
        try:
            keep_what_is_shown(type(self.instance), self.instance)
        except ValidationError as refusal:
            # The page that shows the refusal shows the file that stays.
            self.instance.file = self.original_file
            self.add_error(None, refusal)


class LibraryImageForm(KeepsWhatIsShown, BaseImageForm):
    pass


class LibraryDocumentForm(KeepsWhatIsShown, BaseDocumentForm):
    pass
