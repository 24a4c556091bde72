"""What is on record of a 居村: each kind counted, its own only, inside the days only."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.honours.queries.records import recorded_in
from cms.honours.queries.sheets import district_sheet, self_sheet
from tests.cms.advisers.factories import AgreementFactory, ServiceEntryFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory
from tests.cms.honours.factories import TODAY, ApplicationFactory, IndicatorFactory
from tests.cms.people.factories import AppointmentFactory
from tests.cms.places.factories import CommunityFactory, ServicePointFactory, VenueFactory
from tests.cms.training.factories import AttendanceFactory

pytestmark = pytest.mark.django_db
FIRST = TODAY - timedelta(days=100)
NOTHING = {
    "literate": 0, "leaders": 0, "trainings": 0, "activities": 0, "adviser": 0, "advice": 0, "venues": 0,
    "points": 0,
}  # fmt: skip


def fill(community, day):
    """One of each kind, what was done on this day."""
    trained = AppointmentFactory(community=community, role="literate", state="active")
    AppointmentFactory(community=community, role="leader", state="active")
    AttendanceFactory(person=trained.person, signed=True, session__starts_on=day, session__ends_on=day)
    at = timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 9))
    ActivityFactory(host=AgencyFactory(place=community), state="approved", starts_at=at, ends_at=at)
    VenueFactory(place=community)
    ServicePointFactory(place=community)
    agreement = AgreementFactory(
        community=community, starts_on=FIRST - timedelta(days=50), ends_on=TODAY + timedelta(days=50)
    )
    ServiceEntryFactory(agreement=agreement, date=day)


@pytest.mark.parametrize(("day", "counts"), [(FIRST, 1), (TODAY, 1), (FIRST - timedelta(days=1), 0)])
def test_each_kind_is_counted_inside_the_days(day, counts):
    community = CommunityFactory()
    fill(community, day)
    done = dict.fromkeys(("trainings", "activities", "advice"), counts)
    assert recorded_in(community, FIRST, TODAY) == dict.fromkeys(NOTHING, 1) | done
    assert recorded_in(CommunityFactory(parent=community.parent), FIRST, TODAY) == NOTHING


def test_what_is_not_in_force_does_not_count():
    community = CommunityFactory()
    AppointmentFactory(community=community, role="literate", state="left")
    VenueFactory(place=community, is_open=False)
    ActivityFactory(host=AgencyFactory(place=community), state="submitted", starts_at=timezone.now())
    assert recorded_in(community, FIRST, TODAY) == NOTHING


def test_count_on_the_sheet_is_the_records_unless_the_district_puts_it_right():
    application = ApplicationFactory(state="district", recorded={"literate": 2}, scored=60)
    counted = IndicatorFactory(cycle=application.cycle, counted=True, key="A2", max=30, required=3)
    application.entries.create(indicator=counted, count=3)
    assert self_sheet(application, {"literate": 1}).lines[1].earned == "10.00"
    assert district_sheet(application).lines[1].earned == "20.00"
    application.entries.filter(indicator=counted).update(office_count=3)
    assert district_sheet(application).lines[1].earned == "30.00"
