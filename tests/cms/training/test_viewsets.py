"""The office's tables of training in the admin: every page opens for the office and for nobody else."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.models import AuditEntry
from cms.training.models import TrainingSession
from tests.cms.accounts.factories import UserFactory
from tests.cms.steps import take
from tests.cms.training.factories import AttendanceFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db
OTHERS = [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)]


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


def addresses():
    attendance = AttendanceFactory()
    pages = {"trainingsession": attendance.session, "attendance": attendance}
    return [
        reverse("trainingsession:add"),
        *(reverse(f"{name}:index") for name in pages),
        *(
            reverse(f"{name}:{page}", args=[held.pk])
            for name, held in pages.items()
            for page in ("inspect", "edit", "delete")
            if (name, page) != ("attendance", "edit")
        ),
    ]


def test_every_page_opens_for_the_office(client, office):
    pages = {address: client.get(address).status_code for address in addresses()}
    assert pages == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_opens_for_others(client, role):
    found = addresses()
    client.force_login(UserFactory(roles=[role]))
    assert [address for address in found if client.get(address).status_code == 200] == []


def test_session_is_entered_with_a_trace_and_shows_who_came(client, office):
    values = {"title": "第一期", "starts_on": "2026-05-16", "ends_on": "2026-05-16", "hours": "4"}
    client.post(reverse("trainingsession:add"), values)
    session = TrainingSession.objects.get()
    assert AuditEntry.objects.get(action="training.trainingsession.create").actor == office
    AttendanceFactory(session=session)
    AttendanceFactory(session=session, signed=False, hours=0)
    page = client.get(reverse("trainingsession:inspect", args=[session.pk])).content.decode()
    assert "1人" in page
    assert "4.0" in page
    assert reverse("portal:door", args=[session.pk]) in page


def test_hours_given_by_hand_keep_the_rules(client, office):
    attendance = AttendanceFactory()
    shown = client.get(reverse("attendance:step", args=["correct"]), {"pk": attendance.pk}).content.decode()
    assert 'value="4.0"' in shown
    wrong = take(client, "attendance", "correct", attendance, signed="on", hours="5", reason="核对")
    assert "不能超过这次培训" in wrong.content.decode()
    take(client, "attendance", "correct", attendance, hours="4", reason="代签")
    attendance.refresh_from_db()
    assert (attendance.signed, attendance.hours) == (False, 0)


def test_session_of_one_day_is_entered_by_its_first_day_alone(client, office):
    client.post(reverse("trainingsession:add"), {"title": "第一期", "starts_on": "2026-05-16"})
    assert TrainingSession.objects.get().ends_on == date(2026, 5, 16)


@pytest.mark.parametrize(
    ("name", "factory"), [("trainingsession", TrainingSessionFactory), ("attendance", AttendanceFactory)]
)
def test_list_costs_the_same_whatever_its_length(name, factory, client, office):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"{name}:index")).status_code == 200
        return len(queries)

    factory()
    cost()
    one = cost()
    factory.create_batch(2)
    assert cost() == one
