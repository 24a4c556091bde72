import pytest

from cms.accounts.enums import Role
from cms.accounts.services import grant_role, revoke_role
from cms.core.errors import NotAllowed
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_grant_role_gives_the_role_and_is_audited():
    admin, user = UserFactory(roles=[Role.ADMINISTRATOR]), UserFactory()
    grant_role(user, Role.EDITOR, actor=admin)
    assert user.roles == {Role.EDITOR}
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.detail) == (admin, "accounts.role.grant", {"role": "editor"})


def test_revoke_role_takes_it():
    user = UserFactory(roles=[Role.EDITOR])
    revoke_role(user, Role.EDITOR)
    assert user.roles == frozenset()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_grant_role_is_for_administrators_only(role):
    user = UserFactory()
    with pytest.raises(NotAllowed):
        grant_role(user, Role.OFFICE, actor=UserFactory(roles=[role]))
    assert user.roles == frozenset()
