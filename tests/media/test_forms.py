"""How files come into the library: through its own pages, as an office's people upload them."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.users.models import UserProfile

from cms.accounts.enums import Role
from media import pictures
from media.models import LibraryDocument, LibraryImage
from media.safety import UnsafeFile
from media.slots import slot
from tests.cms.accounts.factories import UserFactory
from tests.media.factories import LibraryImageFactory

pytestmark = pytest.mark.django_db
NUMBER = "138 0013 8000"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(roles=[Role.OFFICE], is_superuser=True))
    return client


def upload(name, format="JPEG", **options) -> SimpleUploadedFile:
    output = io.BytesIO()
    Image.new("RGB", (60, 40), "#7a2").save(output, format, **options)
    return SimpleUploadedFile(name, output.getvalue())


def added(client, file, **values):
    form = {"title": "广场", "file": file, "collection": 1, "tags": ""} | values
    return client.post(reverse("wagtailimages:add"), form)


@pytest.mark.parametrize(
    ("file", "kept"),
    [
        (upload("a.png"), ("a.jpg", "JPEG")),
        (upload("a.jfif"), ("a.jpg", "JPEG")),
        (upload("a.jpg", "HEIF"), ("a.jpg", "JPEG")),
        (upload("a.heic", "HEIF"), ("a.jpg", "JPEG")),
        (upload("a.jpeg", "PNG"), ("a.png", "PNG")),
        (upload("a.jpg", "WEBP"), ("a.webp", "WEBP")),
    ],
    ids=lambda part: getattr(part, "name", ""),
)
def test_a_photograph_is_taken_whatever_its_name_says(desk, file, kept):
    assert added(desk, file).status_code == 302
    image = LibraryImage.objects.get()
    with image.file.open() as stored, Image.open(stored) as opened:
        assert (image.filename, opened.format, opened.size) == (*kept, (60, 40))
    assert (image.width, image.height, image.file_size) == (60, 40, image.file.size)


def test_a_picture_is_cleaned_once(desk, monkeypatch):
    calls = []
    plain = pictures._cleaned
    monkeypatch.setattr(pictures, "_cleaned", lambda *args: calls.append(1) or plain(*args))
    added(desk, upload("a.jpg"))
    assert (len(calls), LibraryImage.objects.count()) == (1, 1)


@pytest.mark.parametrize("content", [b"<svg/>", b"GIF89a", b"\xff\xd8\xff\xe0broken"])
def test_what_is_no_photograph_is_told_in_the_form(desk, content):
    response = added(desk, SimpleUploadedFile("a.jpg", content))
    assert response.status_code == 200
    assert "请" in str(response.context["form"].errors["file"])
    assert not LibraryImage.objects.exists()


@pytest.mark.parametrize("field", ["title", "description", "alt_text", "source"])
def test_words_about_a_picture_hold_no_number(desk, field):
    response = added(desk, upload("a.jpg"), **{field: f"联系{NUMBER}"})
    assert "138****8000" in str(response.context["form"].errors[field])
    assert not LibraryImage.objects.exists()


def test_name_of_a_file_holds_no_number(desk):
    response = added(desk, upload(f"{NUMBER}.jpg"))
    assert "138****8000" in str(response.context["form"].errors["file"])


def test_words_of_a_document_hold_no_number(desk):
    file = ContentFile("姓名,街镇\n".encode(), name="名单.csv")
    for title, source in ((f"联系{NUMBER}", ""), ("名单", f"联系{NUMBER}")):
        form = {"title": title, "file": file, "collection": 1, "tags": "", "source": source}
        response = desk.post(reverse("wagtaildocs:add"), form)
        assert "138****8000" in str(response.context["form"].errors)
        file.seek(0)
    assert not LibraryDocument.objects.exists()


def test_picture_of_an_account_is_cleaned_too(desk):
    exif = Image.Exif()
    exif[0x010F] = "SecretPhoneMaker"
    profile = UserProfile.get_for_user(UserFactory())
    form = AvatarPreferencesForm({}, {"avatar": upload("a.png", exif=exif)}, instance=profile)
    assert form.is_valid(), form.errors
    saved = form.save()
    with saved.avatar.open() as stored:
        assert b"SecretPhoneMaker" not in stored.read()
    assert saved.avatar.name.endswith(".jpg")


def test_renditions_wait_for_their_turn_too(monkeypatch):
    image = LibraryImageFactory()
    monkeypatch.setattr(pictures, "LONGEST_WAIT", 0.05)
    with slot(1), slot(1), pytest.raises(UnsafeFile):
        image.get_rendition("width-100")
    assert image.get_rendition("width-100").width == 100
