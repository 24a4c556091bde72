"""Who is in charge of a venue or service point confirms it, and nobody else."""

from datetime import date

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.agencies.models import AgencyMember, AgencyName
from cms.agencies.permissions import is_in_charge
from cms.agencies.queries import points_in_charge, stale_in_charge, venues_in_charge
from cms.agencies.services import confirm
from cms.core.errors import NotAllowed
from cms.core.models import AuditEntry
from cms.places.models import PlaceCoordinator
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.places.factories import (
    CommunityFactory,
    DistrictFactory,
    ServicePointFactory,
    SubdistrictFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db
OLD = date(2024, 5, 1)


def logger_of(agency):
    user = UserFactory(roles=[Role.AGENCY_LOGGER])
    AgencyMember.objects.create(user=user, agency=agency)
    return user


def coordinator_of(place):
    user = UserFactory(roles=[Role.COMMUNITY_COORDINATOR])
    PlaceCoordinator.objects.create(user=user, place=place)
    return user


def test_agency_is_in_charge_of_the_venues_that_name_it_in_any_of_its_names():
    agency = AgencyFactory(name="上海市某区司法局", short_name="区司法局")
    AgencyName.objects.create(agency=agency, name="某区司法局")
    named = [VenueFactory(responsible_unit=name) for name in ("上海市某区司法局", "区司法局", "某区司法局")]
    for other in ("", "区民政局", "司法局"):
        VenueFactory(responsible_unit=other)
    assert list(venues_in_charge(logger_of(agency)).order_by("code")) == named
    assert list(points_in_charge(logger_of(agency))) == []


def test_agency_without_a_short_name_is_not_in_charge_of_what_names_nobody():
    VenueFactory(responsible_unit="")
    assert list(venues_in_charge(logger_of(AgencyFactory(short_name="")))) == []


def test_street_office_is_in_charge_of_its_town_but_of_no_venue_that_names_another():
    community = CommunityFactory()
    user = logger_of(AgencyFactory(place=community.parent))
    points = [ServicePointFactory(place=place) for place in (community.parent, community)]
    ServicePointFactory(place=CommunityFactory())
    venue = VenueFactory(place=community)
    VenueFactory(place=community, responsible_unit="区民政局")
    assert list(points_in_charge(user).order_by("code")) == points
    assert list(venues_in_charge(user)) == [venue]


def test_coordinator_is_in_charge_of_the_own_place_and_what_lies_in_it():
    community = CommunityFactory()
    inside, beside = (
        VenueFactory(place=community),
        VenueFactory(place=CommunityFactory(parent=community.parent)),
    )
    above = VenueFactory(place=community.parent)
    assert list(venues_in_charge(coordinator_of(community))) == [inside]
    found = venues_in_charge(coordinator_of(community.parent))
    assert set(found) == {inside, beside, above}
    assert list(venues_in_charge(coordinator_of(DistrictFactory()))) == []


def test_confirming_sets_the_day_and_leaves_a_trace():
    venue = VenueFactory(checked_on=OLD)
    user = coordinator_of(venue.place)
    assert stale_in_charge(user, timezone.localdate()) == 1
    assert confirm(venue, actor=user).checked_on == timezone.localdate()
    assert stale_in_charge(user, timezone.localdate()) == 0
    entry = AuditEntry.objects.get(action="places.venue.confirm")
    assert (entry.actor, entry.detail["old"]) == (user, {"checked_on": "2024-05-01"})


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OFFICE, Role.ADMINISTRATOR)])
def test_who_is_not_in_charge_confirms_nothing(role):
    point = ServicePointFactory(checked_on=OLD, place=SubdistrictFactory())
    user = UserFactory(roles=[role])
    AgencyMember.objects.create(user=user, agency=AgencyFactory(place=SubdistrictFactory()))
    PlaceCoordinator.objects.create(user=user, place=CommunityFactory())
    assert not is_in_charge(user, point)
    with pytest.raises(NotAllowed):
        confirm(point, actor=user)
    point.refresh_from_db()
    assert point.checked_on == OLD


def test_office_may_confirm_all():
    point = ServicePointFactory(checked_on=OLD)
    assert confirm(point, actor=UserFactory(roles=[Role.OFFICE])).checked_on == timezone.localdate()
