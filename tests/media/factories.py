import io

import factory
from django.core.files.base import ContentFile
from PIL import Image

from media.models import LibraryImage


def jpeg(name="照片.jpg", size=(1600, 1200), **options) -> ContentFile:
    output = io.BytesIO()
    Image.new("RGB", size, "#7a2").save(output, "JPEG", **options)
    return ContentFile(output.getvalue(), name=name)


class LibraryImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LibraryImage

    title = factory.Sequence(lambda n: f"图片{n}")
    file = factory.LazyFunction(jpeg)
