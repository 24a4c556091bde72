"""Accounts: made, changed, closed and opened again. An account is never deleted: the trail names it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import (
    can_change_account,
    can_manage_accounts,
    can_name_superusers,
    is_own_account,
)
from cms.accounts.services.keeping import (
    ADMINISTERS,
    SUPERUSERS,
    end_all_sessions,
    mirror,
    refuse_same_name,
    refuse_to_lose,
    set_password,
)
from cms.accounts.services.roles import groups_of
from cms.core.writing import Action, anyone, writing

FIELDS = ("username", "name", "email")
STATE = ("is_active", "sessions_ended")
CREATE = Action[User](
    "accounts.user.create", _("新建"), can_manage_accounts, writes=(*FIELDS, "password", "groups")
)
CHANGE = Action[User](
    "accounts.user.change", _("修改"), can_manage_accounts, writes=FIELDS, of=can_change_account
)
RENAME = Action[User]("accounts.user.rename", _("修改姓名"), anyone, writes=("name",), of=is_own_account)
CLOSE = Action[User](
    "accounts.user.deactivate", _("停用"), can_manage_accounts, writes=STATE, of=can_change_account
)
OPEN = Action[User](
    "accounts.user.activate", _("恢复启用"), can_manage_accounts, writes=STATE, of=can_change_account
)
SUPERUSER = Action[User](
    "accounts.user.superuser",
    _("调整超级管理员"),
    can_name_superusers,
    writes=("is_superuser", "sessions_ended"),
)


def create_account(
    *, actor: User, username: str, name: str, password: str, email: str = "", roles: Iterable[Role] = ()
) -> User:
    """A new account with a temporary password."""
    account = User(username=username, name=name, email=email)
    with writing(account, CREATE, actor=actor, relations={"groups": groups_of(roles)}):
        refuse_same_name(account)
        set_password(account, password, is_temporary=True)
    return account


def change_account(account: User, *, actor: User, seen: str | None = None, **values: str) -> None:
    """Give the account these of its own fields: username, name, email."""
    _give(account, CHANGE, values, actor, seen)


def rename_oneself(account: User, name: str) -> None:
    """The holder corrects the own name."""
    _give(account, RENAME, {"name": name}, account)


def deactivate_account(account: User, *, actor: User) -> None:
    """Close the account: nobody signs in with it, and every session of it ends for good."""
    with writing(account, CLOSE, actor=actor) as held:
        if held.is_active:
            refuse_to_lose(held, ADMINISTERS, actor)
            refuse_to_lose(held, SUPERUSERS, actor)
            held.is_active = False
            end_all_sessions(held)
    mirror(account, held)


def activate_account(account: User, *, actor: User) -> None:
    """Open a closed account again."""
    with writing(account, OPEN, actor=actor) as held:
        held.is_active = True
    mirror(account, held)


def set_superuser(account: User, is_superuser: bool, *, actor: User) -> None:
    """Make the account a superuser, or none any more. Superusers decide that among themselves."""
    with writing(account, SUPERUSER, actor=actor) as held:
        if held.is_superuser != is_superuser:
            if not is_superuser:
                refuse_to_lose(held, SUPERUSERS, actor)
            held.is_superuser = is_superuser
            end_all_sessions(held)
    mirror(account, held)


def _give(
    account: User, action: Action[User], values: dict[str, str], actor: User, seen: str | None = None
) -> None:
    with writing(account, action, actor=actor, seen=seen) as held:
        for field, value in values.items():
            setattr(held, field, value)
        refuse_same_name(held)
    mirror(account, held)
