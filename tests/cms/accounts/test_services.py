from functools import partial

import pytest

from cms.accounts import services
from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import grant_role, revoke_role, set_roles
from cms.accounts.trail import Line, lines_of
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "青桥-示范-2026-口令"


@pytest.fixture
def admin():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def chief():
    return UserFactory(is_superuser=True)


def test_grant_role_gives_the_role_and_is_audited(admin):
    user = UserFactory()
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


def test_set_roles_tells_old_and_new(admin):
    user = UserFactory(roles=[Role.EDITOR])
    set_roles(user, [Role.EDITOR, Role.REVIEWER], actor=admin)
    assert lines_of(AuditEntry.objects.get()) == [Line("角色", "编辑", "编辑、审核员")]


def test_set_roles_that_are_held_changes_nothing(admin):
    user = UserFactory(roles=[Role.EDITOR])
    set_roles(user, [Role.EDITOR], actor=admin)
    assert (AuditEntry.objects.count(), User.objects.get(pk=user.pk).sessions_ended) == (0, 0)


def test_new_account_has_a_temporary_password(admin):
    account = services.create_account(
        actor=admin, username="pufa", name="普明法", password=PASSWORD, roles=[Role.OFFICE]
    )
    assert (account.must_change_password, account.roles) == (True, {Role.OFFICE})
    assert account.check_password(PASSWORD)
    assert not account.is_superuser


def test_change_tells_old_and_new_and_only_what_changed(admin):
    account = UserFactory(name="旧名")
    services.change_account(account, actor=admin, name="新名", email="")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail) == (
        "accounts.user.change",
        {"old": {"name": "旧名"}, "new": {"name": "新名"}},
    )


def test_change_writes_nothing_else(admin):
    with pytest.raises(TypeError):
        services.change_account(UserFactory(), actor=admin, is_superuser=True)


@pytest.mark.parametrize("taken", ["pufa", "PuFa", "ｐｕｆａ"])
def test_names_that_look_alike_are_refused(admin, taken):
    UserFactory(username="pufa")
    with pytest.raises(RuleBroken, match="已有人使用"):
        services.create_account(actor=admin, username=taken, name="某人", password=PASSWORD)


CHANGES = {
    "change": lambda account, actor: services.change_account(account, actor=actor, name="改"),
    "close": lambda account, actor: services.deactivate_account(account, actor=actor),
    "open": lambda account, actor: services.activate_account(account, actor=actor),
    "grant": lambda account, actor: grant_role(account, Role.MEMBER, actor=actor),
    "revoke": lambda account, actor: revoke_role(account, Role.MEMBER, actor=actor),
    "roles": lambda account, actor: set_roles(account, [Role.EDITOR], actor=actor),
    "password": lambda account, actor: services.give_temporary_password(account, PASSWORD, actor=actor),
    "superuser": lambda account, actor: services.set_superuser(
        account, not account.is_superuser, actor=actor
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_administrator_has_no_hand_in_a_superuser(admin, chief, change):
    with pytest.raises(NotAllowed):
        CHANGES[change](chief, admin)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_change_no_account(change, role):
    with pytest.raises(NotAllowed):
        CHANGES[change](UserFactory(), UserFactory(roles=[role]))
    assert not AuditEntry.objects.exists()


def test_administrator_makes_no_superuser(admin):
    for account in (admin, UserFactory()):
        with pytest.raises(NotAllowed):
            services.set_superuser(account, True, actor=admin)
    assert not User.objects.filter(is_superuser=True).exists()


def test_nobody_closes_or_demotes_oneself(admin, chief):
    UserFactory(is_superuser=True)
    for attempt in (
        lambda: services.deactivate_account(admin, actor=admin),
        lambda: services.deactivate_account(chief, actor=chief),
        lambda: services.set_superuser(chief, False, actor=chief),
        lambda: revoke_role(admin, Role.ADMINISTRATOR, actor=admin),
        lambda: set_roles(admin, [Role.EDITOR], actor=admin),
    ):
        with pytest.raises(RuleBroken, match="不能停用自己"):
            attempt()


def test_last_superuser_stays(chief):
    """Two who close each other at the same moment: the second finds nobody left."""
    actor = UserFactory(is_superuser=True)
    User.objects.filter(pk=actor.pk).update(is_active=False)
    for attempt in (services.deactivate_account, partial(services.set_superuser, is_superuser=False)):
        with pytest.raises(RuleBroken, match="最后一位"):
            attempt(account=chief, actor=actor)
    assert User.objects.get(pk=chief.pk).is_active


def test_last_administrator_stays(admin):
    with pytest.raises(RuleBroken, match="最后一位系统管理员"):
        revoke_role(admin, Role.ADMINISTRATOR)
    UserFactory(roles=[Role.ADMINISTRATOR], is_active=False)
    with pytest.raises(RuleBroken, match="最后一位系统管理员"):
        revoke_role(admin, Role.ADMINISTRATOR)
    UserFactory(roles=[Role.ADMINISTRATOR])
    revoke_role(admin, Role.ADMINISTRATOR)
    assert admin.roles == frozenset()


def test_superuser_closes_another(chief):
    other = UserFactory(is_superuser=True)
    services.deactivate_account(other, actor=chief)
    assert not User.objects.get(pk=other.pk).is_active


def test_own_password_is_not_given_by_oneself(admin):
    with pytest.raises(RuleBroken, match="修改密码"):
        services.give_temporary_password(admin, PASSWORD, actor=admin)


def test_new_password_is_not_the_present_one(admin):
    account = UserFactory(password=PASSWORD)
    with pytest.raises(RuleBroken, match="不能与现在的密码相同"):
        services.change_own_password(account, PASSWORD)


def test_no_password_is_on_record(admin):
    account = UserFactory()
    services.give_temporary_password(account, PASSWORD, actor=admin)
    services.change_own_password(account, "另一句-好记的话-2026")
    assert "2026" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
