"""Accounts: made, changed, closed and opened again. An account is never deleted: the trail names it."""

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import can_change_account, can_manage_accounts, can_name_superusers
from cms.accounts.services.keeping import (
    end_all_sessions,
    locked,
    refuse_to_lose_administrator,
    refuse_to_lose_superuser,
)
from cms.accounts.services.roles import set_roles
from cms.accounts.signing_in.throttle import normal
from cms.core import audit
from cms.core.errors import RuleBroken, require

FIELDS = ("username", "name", "email")


@transaction.atomic
def create_account(
    *, actor: User, username: str, name: str, password: str, email: str = "", roles: Iterable[Role] = ()
) -> User:
    """A new account with a temporary password."""
    require(can_manage_accounts(actor))
    account = User(username=username, name=name, email=email, must_change_password=True)
    _refuse_same_name(account)
    try:
        validate_password(password, account)
        account.set_password(password)
        account.full_clean()
    except ValidationError as error:
        raise RuleBroken(error) from error
    account.save(force_insert=True)
    audit.record(actor, "accounts.user.create", account, new=_content(account))
    set_roles(account, roles, actor=actor)
    return account


@transaction.atomic
def change_account(account: User, *, actor: User, **values: str) -> None:
    """Give the account these of its own fields: username, name, email."""
    require(can_change_account(actor, account))
    _change(account, values, actor)


@transaction.atomic
def rename_oneself(account: User, name: str) -> None:
    """The holder corrects the own name."""
    _change(account, {"name": name}, account)


@transaction.atomic
def deactivate_account(account: User, *, actor: User) -> None:
    """Close the account: nobody signs in with it, and every session of it ends for good."""
    require(can_change_account(actor, account))
    held = locked(account)
    if not held.is_active:
        return
    refuse_to_lose_administrator(held, actor)
    if held.is_superuser:
        refuse_to_lose_superuser(held, actor)
    _set(account, held, is_active=False)
    end_all_sessions(account)
    audit.record(actor, "accounts.user.deactivate", account)


@transaction.atomic
def activate_account(account: User, *, actor: User) -> None:
    """Open a closed account again."""
    require(can_change_account(actor, account))
    held = locked(account)
    if held.is_active:
        return
    _set(account, held, is_active=True)
    audit.record(actor, "accounts.user.activate", account)


@transaction.atomic
def set_superuser(account: User, is_superuser: bool, *, actor: User) -> None:
    """Make the account a superuser, or none any more. Superusers decide that among themselves."""
    held = locked(account)
    if held.is_superuser == is_superuser:
        return
    require(can_name_superusers(actor))
    if not is_superuser:
        refuse_to_lose_superuser(held, actor)
    _set(account, held, is_superuser=is_superuser)
    end_all_sessions(account)
    audit.record(
        actor, "accounts.user.superuser", account,
        old={"is_superuser": not is_superuser}, new={"is_superuser": is_superuser},
    )  # fmt: skip


def _change(account: User, values: dict[str, str], actor: User) -> None:
    stray = values.keys() - set(FIELDS)
    if stray:
        raise TypeError(f"change_account does not write {', '.join(sorted(stray))}")
    held = locked(account)
    before = _content(held)
    for field, value in values.items():
        setattr(held, field, value)
    _refuse_same_name(held)
    try:
        held.full_clean()
    except ValidationError as error:
        raise RuleBroken(error) from error
    changed = [field for field in FIELDS if getattr(held, field) != before[field]]
    if not changed:
        return
    held.save(update_fields=changed)
    for field in changed:
        setattr(account, field, getattr(held, field))
    after = _content(held)
    audit.record(
        actor, "accounts.user.change", held,
        old={field: before[field] for field in changed}, new={field: after[field] for field in changed},
    )  # fmt: skip


def _set(account: User, held: User, **values) -> None:
    for field, value in values.items():
        setattr(held, field, value)
        setattr(account, field, value)
    held.save(update_fields=list(values))


def _content(account: User) -> dict[str, str]:
    return {field: getattr(account, field) for field in FIELDS}


def _refuse_same_name(account: User) -> None:
    """Names that only differ in capitals or width would be taken for one another."""
    wanted = normal(account.username)
    others = User.objects.exclude(pk=account.pk).filter(username__iexact=wanted)
    if others.exists():
        raise RuleBroken({"username": _("这个账号名已有人使用，请换一个。")})
