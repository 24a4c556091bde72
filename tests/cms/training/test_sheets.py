"""The sheet on paper: one row for each on the list, and its table comes back by the import."""

import io
from datetime import date, time
from decimal import Decimal

import openpyxl
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.core.models import AuditEntry
from cms.training.models import Attendance
from cms.training.services.checking_in import Seen, take_scans
from tests.cms.people.factories import AppointmentFactory, PersonFactory, VolunteerFactory
from tests.cms.training.factories import OpenSessionFactory, SignUpFactory
from tests.cms.training.test_checking_in import DAY, NOW, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return OpenSessionFactory(title="调解实务", starts_on=DAY, ends_on=DAY, hours=3, place="三楼")


@pytest.fixture
def listed(session):
    """Two of one name and no telephone, one who is a volunteer alone, one who waits."""
    persons = [AppointmentFactory(person__name="王小明", person__phone="").person for _ in range(2)]
    persons.append(VolunteerFactory(person__name="志愿者甲").person)
    held = [SignUpFactory(session=session, person=person) for person in persons]
    return [
        *held,
        SignUpFactory(session=session, person=PersonFactory(name="阿卜杜热合曼·买买提"), waits=True),
    ]


def sheet(client, session, kind) -> bytes:
    response = client.get(reverse("portal:door_sheet", args=[session.pk, kind]))
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def test_paper_has_a_row_and_a_code_for_each_and_who_waits_at_the_end(client, office, session, listed):
    client.force_login(office)
    pages = pypdf.PdfReader(io.BytesIO(sheet(client, session, "pdf"))).pages
    told = "".join(page.extract_text() for page in pages)
    assert [told.count(held.code) for held in listed] == [1] * 4
    assert [word in told for word in ("调解实务签到表", "09:00–12:00", "三楼", "买买提")] == [True] * 4
    assert told.index("买买提") > max(told.index(held.code) for held in listed[:3])
    assert AuditEntry.objects.get(action="training.signup.export").actor == office


def test_filled_in_table_comes_back_and_each_is_who_has_the_code(
    client, office, office_imports, session, listed
):
    client.force_login(office)
    book = openpyxl.load_workbook(io.BytesIO(sheet(client, session, "xlsx")))
    heads = [cell.value for cell in book.active[1]]
    signed, absent, _volunteer, _waits = listed
    for row in book.active.iter_rows(min_row=2):
        if row[heads.index("签到码")].value != absent.code:
            row[heads.index("签到")].value = "√"
    out = io.BytesIO()
    book.save(out)
    # The door saw one of them too, and knows it better.
    scan = Seen("t", signed.code, "in", at(10))
    take_scans(session, [scan], device="a", device_now=NOW, actor=office, now=NOW)
    batch = office_imports(SimpleUploadedFile("签到表.xlsx", out.getvalue()), kind="attendance")
    assert [batch.counts[what] for what in ("create", "change", "unchanged", "pending")] == [3, 0, 1, 0]
    found = {each.person: (each.signed, each.hours, each.arrived_at) for each in Attendance.objects.all()}
    assert found == {
        signed.person: (True, Decimal(2), time(10)),
        absent.person: (False, 0, None),
        listed[2].person: (True, 3, None),
        listed[3].person: (True, 3, None),
    }
    assert session.attendances.count() == 4
    assert type(session)._default_manager.get().starts_on == date(2026, 5, 16)
