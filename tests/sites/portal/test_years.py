"""The years of an activity: whose duties it meets, and which can be meant at all."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.duties.models import ActivityRecord
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import (
    ActivityFactory,
    DutyItemFactory,
    DutyListFactory,
    logger_of,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def signed_in(client, agency):
    client.force_login(logger_of(agency))
    return client


@pytest.fixture
def duties(agency):
    """One duty of each year."""
    found = {}
    for year in (2024, 2025, 2026):
        duty_list = DutyListFactory(year=year)
        found[year] = DutyItemFactory(list=duty_list, agency=agency, content=f"{year}年的责任")
        published(duty_list)
    return found


@pytest.fixture
def today(monkeypatch):
    return lambda *day: monkeypatch.setattr(timezone, "localdate", lambda *args: datetime.date(*day))


def offered(page) -> list[int]:
    return [year for year in (2024, 2025, 2026) if f"{year}年的责任" in page.content.decode()]


@pytest.mark.parametrize(
    ("day", "years"),
    [
        ((2025, 12, 31), [2025]),
        ((2026, 1, 1), [2025, 2026]),
        ((2026, 1, 31), [2025, 2026]),
        ((2026, 2, 1), [2026]),
    ],
)
def test_new_record_in_january_is_offered_the_duties_of_last_year_too(signed_in, duties, today, day, years):
    today(*day)
    assert offered(signed_in.get(reverse("portal:new"))) == years


@pytest.mark.parametrize(
    ("starts_at", "year"),
    [("2025-12-31T23:59", 2025), ("2026-01-01T00:00", 2026), ("2024-06-01T10:00", 2024)],
)
def test_activity_meets_the_duties_of_the_year_it_was_held_in(signed_in, duties, today, starts_at, year):
    today(2026, 1, 10)
    written = {"name": "宪法进社区", "starts_at": starts_at, "items": [duties[year].pk]}
    signed_in.post(reverse("portal:new"), written)
    activity = ActivityRecord.objects.get()
    assert [item.pk for item in activity.items.all()] == [duties[year].pk]
    assert offered(signed_in.get(reverse("portal:edit", args=[activity.pk, "basics"]))) == [year]


def test_date_corrected_to_last_year_may_take_its_duty_at_once(signed_in, agency, duties, today):
    today(2026, 3, 1)
    activity = ActivityFactory(host=agency, starts_at=timezone.now(), ends_at=timezone.now())
    written = {
        "seen": activity.lock_version, "name": activity.name, "items": [duties[2025].pk],
        "starts_at": "2025-12-30T09:00", "ends_at": "2025-12-30T10:00",
    }  # fmt: skip
    signed_in.post(reverse("portal:edit", args=[activity.pk, "basics"]), written)
    assert [item.pk for item in activity.items.all()] == [duties[2025].pk]


@pytest.mark.parametrize("year", ["0001", "0026", "0202", "1899", "2099", "9999"])
@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_year_nobody_means_is_answered_in_words(signed_in, year, field):
    answer = signed_in.post(reverse("portal:new"), {"name": "宪法进社区", field: f"{year}-12-04T09:00"})
    assert (answer.status_code, ActivityRecord.objects.count()) == (200, 0)
    assert f"年份 {year} 不对" in answer.content.decode()


@pytest.mark.parametrize("year", ["20226", "0000", "-2026", "٢٠٢٦", "2026\0"])
def test_what_is_no_year_is_answered_in_words(signed_in, year):
    answer = signed_in.post(reverse("portal:new"), {"name": "宪法进社区", "starts_at": f"{year}-12-04T09:00"})
    assert (answer.status_code, ActivityRecord.objects.count()) == (200, 0) or year == "٢٠٢٦"


@pytest.mark.parametrize("year", ["1900", "2026", "2036"])
def test_years_at_the_edge_are_taken(signed_in, today, year):
    today(2026, 11, 26)
    signed_in.post(reverse("portal:new"), {"name": "宪法进社区", "starts_at": f"{year}-12-04T09:00"})
    assert timezone.localtime(ActivityRecord.objects.get().starts_at).year == int(year)
