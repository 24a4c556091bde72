import io
import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.core.errors import NotAllowed, RuleBroken
from cms.duties.enums import ActivityState
from cms.duties.services import add_photo, remove_photo
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, logger_of

pytestmark = pytest.mark.django_db


def photo(name="现场.jpg", size=(60, 40), format="JPEG", extra=b"", **options):
    output = io.BytesIO()
    Image.new("RGB", size, "#a8231d").save(output, format, **options)
    return SimpleUploadedFile(name, output.getvalue() + extra, content_type="image/jpeg")


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def logger(activity):
    return logger_of(activity.host)


@pytest.mark.parametrize("name", ["张三家门口.jpg", "false.png"])
def test_photo_is_kept_private_under_a_name_that_tells_nothing(name, activity, logger):
    kept = add_photo(activity, photo(name), actor=logger)
    assert re.fullmatch(r"evidence/[0-9a-f]{2}/[0-9a-f]{32}\.jpg", kept.file.name)
    assert kept.file.path.startswith(str(settings.PRIVATE_ROOT))
    assert not kept.file.path.startswith(str(settings.MEDIA_ROOT))


def test_photo_loses_what_hides_behind_the_pixels(activity, logger):
    exif = Image.Exif()
    exif[0x010E] = "某某小区三号楼"
    kept = add_photo(activity, photo(exif=exif.tobytes(), extra=b"<script>alert(1)</script>"), actor=logger)
    with kept.file.open("rb") as file:
        content = file.read()
    assert b"<script>" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.jpg", b"<?php system($_GET[0]); ?>"),
        SimpleUploadedFile("a.jpg", b""),
        SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 200),
    ],
    ids=["script", "empty", "svg", "broken"],
)
def test_hostile_upload_leaves_nothing(upload, activity, logger):
    with pytest.raises(ValidationError):
        add_photo(activity, upload, actor=logger)
    assert activity.evidence.count() == 0


def test_photo_is_known_by_its_content_whatever_its_name_ends_in(activity, logger):
    assert add_photo(activity, photo("a.png"), actor=logger).file.name.endswith(".jpg")


def test_tenth_photo_is_refused_and_a_removed_one_makes_room(activity, logger):
    photos = [add_photo(activity, photo(), actor=logger) for _ in range(9)]
    with pytest.raises(RuleBroken, match="最多 9 张"):
        add_photo(activity, photo(), actor=logger)
    remove_photo(photos[3], actor=logger)
    assert add_photo(activity, photo(), actor=logger).position == 4


def test_removed_photo_leaves_no_file(activity, logger, django_capture_on_commit_callbacks):
    kept = add_photo(activity, photo(), actor=logger)
    storage, name = kept.file.storage, kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(kept, actor=logger)
    assert not storage.exists(name)


def test_photos_are_added_by_the_host_while_it_may_write(activity, logger):
    with pytest.raises(NotAllowed):
        add_photo(activity, photo(), actor=logger_of(AgencyFactory()))
    submitted = ActivityFactory(host=activity.host, state=ActivityState.SUBMITTED)
    with pytest.raises(NotAllowed):
        add_photo(submitted, photo(), actor=logger)
