import pytest

from cms.accounts.enums import Role
from cms.agencies.models import AgencyMember
from cms.agencies.permissions import can_act_for
from cms.agencies.queries import agencies_of
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory

pytestmark = pytest.mark.django_db


def test_logger_acts_for_the_own_agency_only():
    own, other = AgencyFactory(), AgencyFactory()
    user = UserFactory(roles=[Role.AGENCY_LOGGER])
    AgencyMember.objects.create(user=user, agency=own)
    assert [can_act_for(user, agency) for agency in (own, other)] == [True, False]
    assert list(agencies_of(user)) == [own]


def test_membership_without_the_role_counts_for_nothing():
    agency = AgencyFactory()
    user = UserFactory()
    AgencyMember.objects.create(user=user, agency=agency)
    assert not can_act_for(user, agency)
    assert not agencies_of(user).exists()


def test_office_does_not_act_for_agencies():
    assert not can_act_for(UserFactory(roles=[Role.ADMINISTRATOR]), AgencyFactory())
