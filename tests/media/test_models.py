import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from media.models import LibraryDocument, LibraryImage
from tests.media.factories import LibraryImageFactory, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_stored_picture_is_the_clean_copy():
    exif = Image.Exif()
    exif[0x010F] = "SecretPhoneMaker"
    image = LibraryImageFactory(file=jpeg(exif=exif))
    with image.file.open() as stored:
        assert b"SecretPhoneMaker" not in stored.read()
    assert image.file_size == image.file.size
    assert (image.width, image.height) == (1600, 1200)


def test_hostile_picture_never_reaches_the_disk(tmp_path):
    with pytest.raises(ValidationError):
        LibraryImageFactory(file=ContentFile(b"<svg onload='x'/>", name="a.jpg"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not LibraryImage.objects.exists()


def test_refusal_of_a_picture_stands_beside_its_field():
    image = LibraryImage(title="坏图", file=ContentFile(b"<svg/>", name="a.jpg"), width=1, height=1)
    with pytest.raises(ValidationError) as refused:
        image.clean()
    assert list(refused.value.message_dict) == ["file"]


def test_saving_words_leaves_the_stored_file_alone():
    image = LibraryImageFactory()
    before = image.file.name
    again = LibraryImage.objects.get(pk=image.pk)
    again.alt_text = "广场上的宪法墙"
    again.save()
    assert LibraryImage.objects.get(pk=image.pk).file.name == before


def test_picture_without_words_is_announced_as_decoration():
    assert LibraryImageFactory(title="IMG_0001").default_alt_text == ""


def test_document_that_lies_about_its_kind_is_refused():
    document = LibraryDocument(title="公告", file=ContentFile(b"<html>", name="公告.pdf"))
    with pytest.raises(ValidationError, match="PDF"):
        document.save()
