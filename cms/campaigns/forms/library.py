from django.core.exceptions import ValidationError

from cms.campaigns.services.library import keep_what_is_shown
from media import forms as library


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


class LibraryImageForm(KeepsWhatIsShown, library.LibraryImageForm):
    pass


class LibraryDocumentForm(KeepsWhatIsShown, library.LibraryDocumentForm):
    pass
