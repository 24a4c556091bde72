import io
import random
import re
import zipfile
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.duties.enums import ActivityState
from cms.duties.models import Evidence
from cms.duties.queries.whereabouts import told_by_camera
from cms.duties.services import add_document, add_photo, remove_evidence, submit_activity, withdraw_activity
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.places.factories import VenueFactory

pytestmark = pytest.mark.django_db


def photo(name="现场.jpg", size=(60, 40), format="JPEG", extra=b"", **options):
    output = io.BytesIO()
    Image.new("RGB", size, "#a8231d").save(output, format, **options)
    return SimpleUploadedFile(name, output.getvalue() + extra, content_type="image/jpeg")


def paper(name="签到表.pdf", content=b"%PDF-1.7\n", size=0):
    return SimpleUploadedFile(name, content + b" " * size)


def scene(seed=3):
    """A picture with something to see on it, another for each seed."""
    noise = Image.frombytes("L", (8, 6), random.Random(seed).randbytes(48))
    return noise.resize((240, 180), Image.Resampling.BICUBIC).convert("RGB")


def photo_of(picture, **options):
    output = io.BytesIO()
    picture.save(output, "JPEG", **options)
    return SimpleUploadedFile("现场.jpg", output.getvalue())


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
    remove_evidence(photos[3], actor=logger)
    assert add_photo(activity, photo(), actor=logger).position == 4


def test_removed_photo_leaves_no_file(activity, logger, django_capture_on_commit_callbacks):
    kept = add_photo(activity, photo(), actor=logger)
    storage, name = kept.file.storage, kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(kept, actor=logger)
    assert not storage.exists(name)


def test_photos_are_added_by_the_host_while_it_may_write(activity, logger):
    with pytest.raises(NotAllowed):
        add_photo(activity, photo(), actor=logger_of(AgencyFactory()))
    submitted = ActivityFactory(host=activity.host, state=ActivityState.SUBMITTED)
    with pytest.raises(NotAllowed):
        add_photo(submitted, photo(), actor=logger)


@pytest.mark.parametrize("name", ["签到表.pdf", "名单.docx", "名单.xlsx"])
def test_document_is_kept_private_under_a_name_that_tells_nothing(name, activity, logger):
    content = paper(name).read() if name.endswith("pdf") else office_file(name)
    kept = add_document(activity, paper(name, content), "sign_in", actor=logger)
    assert re.fullmatch(rf"evidence/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.{name[-4:].strip('.')}", kept.file.name)
    assert kept.file.path.startswith(str(settings.PRIVATE_ROOT))
    assert (kept.name, kept.position, kept.is_photo) == (name, 1, False)


def office_file(name):
    part = "word/document.xml" if name.endswith("docx") else "xl/workbook.xml"
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(part, "<x/>")
    return output.getvalue()


@pytest.mark.parametrize(
    ("upload", "told"),
    [
        (paper("a.exe"), "不能上传"),
        (paper("a.zip", b"PK"), "不能上传"),
        (paper("a.pdf", b"<html>"), "不是PDF文件"),
        (paper("a.docx", b"%PDF-"), "不是DOCX文件"),
        (paper("a.pdf", b""), "是空的"),
        (paper(size=20 * 1024 * 1024 - 8), "超过 20 MB"),
    ],
    ids=["program", "archive", "page", "otherwise named", "empty", "too long"],
)
def test_document_that_is_none_leaves_nothing(upload, told, activity, logger):
    with pytest.raises(ValidationError, match=told):
        add_document(activity, upload, "notice", actor=logger)
    assert activity.evidence.count() == 0


def test_document_of_twenty_megabytes_is_taken(activity, logger):
    assert add_document(activity, paper(size=20 * 1024 * 1024 - 9), "notice", actor=logger).pk


def test_nine_documents_stand_beside_nine_photos(activity, logger):
    for _ in range(9):
        add_document(activity, paper(), "other", actor=logger)
    with pytest.raises(RuleBroken, match="最多 9 份文件"):
        add_document(activity, paper(), "other", actor=logger)
    assert add_photo(activity, photo(), actor=logger).position == 1


def test_name_of_a_document_keeps_its_ending_however_long_it_is(activity, logger):
    kept = add_document(activity, paper("名" * 300 + ".pdf"), "other", actor=logger)
    assert kept.name == "名" * 116 + ".pdf"


def test_replaced_evidence_stays_as_an_earlier_revision(activity, logger):
    first = add_document(activity, paper("一.pdf"), "notice", actor=logger)
    second = add_document(activity, paper("二.pdf"), "notice", actor=logger, instead_of=first)
    first.refresh_from_db()
    assert (activity.documents, activity.earlier_evidence) == ([second], [first])
    assert (second.position, second.replaces) == (1, first)
    assert first.file.storage.exists(first.file.name)
    with pytest.raises(RuleBroken, match="已经换下"):
        add_document(activity, paper("三.pdf"), "notice", actor=logger, instead_of=first)
    assert activity.evidence.count() == 2


def test_what_a_reviewer_may_have_seen_is_not_lost(activity, logger, django_capture_on_commit_callbacks):
    kept = add_photo(activity, photo(), actor=logger)
    activity = withdraw_activity(submit_activity(activity, actor=logger), actor=logger)
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(activity.evidence.get(), actor=logger)
    assert (activity.photos, activity.earlier_evidence) == ([], [kept])
    assert kept.file.storage.exists(kept.file.name)
    assert add_photo(activity, photo(), actor=logger).position == 1


def exif(taken="2026:11:24 09:30:00", offset="+08:00"):
    told = Image.Exif()
    told.get_ifd(0x8769).update({0x9003: taken, 0x9011: offset})
    told.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 24.0), 3: "E", 4: (121.0, 23.0, 42.0)})
    return told


def test_time_and_place_are_kept_beside_the_photo_and_not_in_it(activity, logger):
    kept = add_photo(activity, photo(exif=exif()), actor=logger)
    kept.refresh_from_db()
    assert kept.taken_at == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert (str(kept.latitude), str(kept.longitude)) == ("31.240000", "121.395000")
    with kept.file.open("rb") as file, Image.open(file) as stored:
        assert not stored.getexif()
    told = AuditEntry.objects.get(action="duties.evidence.create").detail["new"]
    assert (told["latitude"], told["longitude"]) == ("＊", "＊")


@pytest.mark.parametrize("taken", ["2099:01:01 00:00:00", "0001:01:01 00:00:00", "昨天"])
def test_a_clock_that_cannot_be_right_is_not_believed(taken, activity, logger):
    assert add_photo(activity, photo(exif=exif(taken)), actor=logger).taken_at is None


def test_reviewer_reads_when_and_how_far_from_the_venue_a_photo_was_taken(logger, activity):
    activity.venue = VenueFactory(latitude="31.24", longitude="121.427")
    activity.starts_at = activity.ends_at = datetime(2026, 11, 24, 15, tzinfo=UTC)
    activity.save()
    kept = add_photo(activity, photo(exif=exif()), actor=logger)
    assert told_by_camera(kept) == "拍摄于2026年11月24日 09:30，距活动地点约 3 公里"
    activity.venue.longitude = "121.40"
    kept.activity.venue = activity.venue
    assert told_by_camera(kept) == "拍摄于2026年11月24日 09:30，距活动地点不到 1 公里"
    kept.activity.venue = None
    assert told_by_camera(kept).endswith("有拍摄位置，活动没有选阵地，不能比较距离")
    kept.activity.venue = VenueFactory()
    assert told_by_camera(kept).endswith("有拍摄位置，阵地还没有坐标，不能比较距离")
    assert told_by_camera(add_photo(activity, photo(), actor=logger)) == ""


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(24, 24, ""), (23, 24, ""), (24, 25, ""), (22, 23, "，不在活动当天"), (25, 25, "，不在活动当天")],
)
def test_photo_of_another_day_is_told(first, last, said, activity, logger):
    activity.starts_at, activity.ends_at = (datetime(2026, 11, day, 2, tzinfo=UTC) for day in (first, last))
    kept = Evidence(activity=activity, taken_at=datetime(2026, 11, 24, 1, 30, tzinfo=UTC))
    assert told_by_camera(kept) == f"拍摄于2026年11月24日 09:30{said}"


def test_photo_has_two_looks_and_a_blank_one_none(activity, logger):
    looks = add_photo(activity, photo_of(scene()), actor=logger).looks.all()
    assert len(looks) == 2
    for look in looks:
        bands = (look.band_1, look.band_2, look.band_3, look.band_4)
        assert look.bits == bands[0] << 47 | bands[1] << 31 | bands[2] << 15 | bands[3]
    assert not add_photo(activity, photo(), actor=logger).looks.exists()
