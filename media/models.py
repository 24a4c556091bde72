from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class LibraryImage(AbstractImage):
    admin_form_fields = WagtailImage.admin_form_fields


class LibraryRendition(AbstractRendition):
    image = models.ForeignKey(LibraryImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_library_rendition"
            )
        ]


class LibraryDocument(AbstractDocument):
    admin_form_fields = WagtailDocument.admin_form_fields
