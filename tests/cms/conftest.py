"""What tests of imports share: an office account, roster files, and the way through the admin."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.accounts.enums import Role
from cms.intake.forms import UploadForm
from cms.intake.models import ImportBatch
from tests.cms.accounts.factories import UserFactory
from tests.cms.places.factories import CommunityFactory

ROSTER_HEAD = [
    "姓名", "出生年月", "身份证号", "联系电话", "所属街镇", "所属居村", "考核成绩", "证书编号", "状态",
]  # fmt: skip


@pytest.fixture
def community():
    return CommunityFactory(name="柳林居委会")


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


@pytest.fixture
def workbook():
    """Builds an uploaded xlsx of rows; `fill` may change the sheet before it is saved."""

    def build(*rows, name="表.xlsx", fill=lambda sheet: None):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        fill(book.active)
        out = BytesIO()
        book.save(out)
        return SimpleUploadedFile(name, out.getvalue())

    return build


@pytest.fixture
def roster(community, workbook):
    """Builds a roster of (name, birth, identity number, phone, score, certificate); data begins in row 3."""

    def build(*persons, name="名册.xlsx", fill=lambda sheet: None):
        town = community.parent.name
        rows = [
            [person, birth, number, phone, town, "柳林", score, certificate, "在册"]
            for person, birth, number, phone, score, certificate in persons
        ]
        return workbook(["法律明白人登记表"], ROSTER_HEAD, *rows, name=name, fill=fill)

    return build


@pytest.fixture
def office_imports(client, office, django_capture_on_commit_callbacks):
    """Uploads a file, and applies it unless told otherwise; the worker runs as soon as it is wanted."""

    def do(file, *, apply=True, kind="roster", sender="", answers=None):
        asked = list(UploadForm(user=office).asked)
        told = {f"answer-{asked.index(name)}": said for name, said in (answers or {}).items()}
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("intake_batches"), {"kind": kind, "file": file, "sender": sender, **told})
        batch = ImportBatch.objects.latest("pk")
        return press(batch, "intake_batch") if apply else batch

    def press(batch, name, data=None, *more):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse(name, args=[batch.pk, *more]), data or {})
        batch.refresh_from_db()
        return batch

    do.press = press
    return do
