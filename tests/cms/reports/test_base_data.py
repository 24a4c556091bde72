"""What each 街镇 has, and what was done there in a half year."""

from datetime import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.accounts.enums import Role
from cms.reports.queries.base_data import base_data, total_of
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.people.factories import AppointmentFactory
from tests.cms.places.factories import CommunityFactory, ServicePointFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return CommunityFactory(parent__name="曲水街道")


def held(venue, moment="2026-02-03T09:00", state="approved", **fields):
    starts_at = timezone.make_aware(datetime.fromisoformat(moment))
    fields |= {"onsite": 30, "online": 200}
    return ActivityFactory(venue=venue, state=state, starts_at=starts_at, **fields)


def test_each_place_person_and_activity_counts_once_in_its_town(community):
    venue, other = VenueFactory(place=community), CommunityFactory(parent=community.parent)
    ServicePointFactory(place=community)
    for role in ("literate", "literate", "volunteer"):
        AppointmentFactory(role=role, community=community, state="active")
    AppointmentFactory(role="literate", community=other, state="removed")
    held(venue)
    held(venue, "2026-07-01T00:00")
    held(venue, state="submitted")
    [row] = base_data(2026, "h1")
    assert row == type(row)("曲水街道", 2, 1, 1, 2, 1, 1, 1, 30, 200)
    assert total_of([row, row]) == type(row)("合计", 4, 2, 2, 4, 2, 2, 2, 60, 400)


def test_what_belongs_to_no_town_stands_in_a_row_of_its_own(community):
    held(None, address="线上")
    assert [row.name for row in base_data(2026, "year")] == ["曲水街道", "未注明"]


def test_workbook_adds_up_and_is_on_record(client, community):
    held(VenueFactory(place=community))
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    answer = client.get(reverse("figures_base_workbook"), {"year": 2026, "period": "h1"})
    sheet = load_workbook(BytesIO(answer.content)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [line[0] for line in lines[:2]] == ["曲水街道", "合计"]
    assert lines[0][1:] == lines[1][1:]
    assert sheet["A1"].value == "2026年上半年普法工作基础数据"


def test_number_of_towns_costs_no_more_questions(community):
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            base_data(2026, "year")
        costs.append(len(queries))
        held(VenueFactory(place=CommunityFactory()))
    assert costs[0] == costs[1]
