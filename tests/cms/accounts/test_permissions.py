import pytest
from django.contrib.auth.models import AnonymousUser

from cms.accounts.enums import OFFICE_SIDE, Role
from cms.accounts.permissions import has_role, is_office, works_in_admin
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_has_role_is_true_for_the_role_held(role):
    assert has_role(UserFactory(roles=[role]), role)


@pytest.mark.parametrize("role", Role)
def test_administrator_stands_in_for_office_side_roles_only(role):
    assert has_role(UserFactory(roles=[Role.ADMINISTRATOR]), role) is (role in OFFICE_SIDE)


@pytest.mark.parametrize("role", Role)
def test_inactive_account_holds_nothing(role):
    assert not has_role(UserFactory(roles=[role], is_active=False), role)


def test_visitor_holds_nothing():
    assert not any(has_role(AnonymousUser(), role) for role in Role)


def test_is_office_and_works_in_admin_by_role():
    table = {role: UserFactory(roles=[role]) for role in Role}
    assert [role for role, user in table.items() if is_office(user)] == [Role.ADMINISTRATOR, Role.OFFICE]
    assert [role for role, user in table.items() if works_in_admin(user)] == list(OFFICE_SIDE)
