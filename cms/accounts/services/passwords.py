"""Passwords: one's own, a temporary one, one set through a letter."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.permissions import can_change_account
from cms.core import audit
from cms.core.errors import RuleBroken, require


@transaction.atomic
def change_own_password(account: User, password: str) -> None:
    """The account's holder takes another password; every session but the one at hand has to end."""
    _set(account, password, is_temporary=False)
    audit.record(account, "accounts.password.change", account)


@transaction.atomic
def reset_password(account: User, password: str) -> None:
    """The account's holder has come with a letter sent to the own mailbox."""
    _set(account, password, is_temporary=False)
    audit.record(account, "accounts.password.reset", account)


@transaction.atomic
def give_temporary_password(account: User, password: str, *, actor: User) -> None:
    """An administrator gives a password that has to be changed at the next sign-in."""
    require(can_change_account(actor, account))
    if actor.pk == account.pk:
        raise RuleBroken(_("自己的密码请在“修改密码”页更换。"))
    _set(account, password, is_temporary=True)
    audit.record(actor, "accounts.password.temporary", account)


def _set(account: User, password: str, *, is_temporary: bool) -> None:
    held = User.objects.select_for_update().get(pk=account.pk)
    try:
        validate_password(password, held)
    except ValidationError as error:
        raise RuleBroken(error) from error
    if held.check_password(password):
        raise RuleBroken(_("新密码不能与现在的密码相同。"))
    held.set_password(password)
    held.must_change_password = is_temporary
    held.save(update_fields=["password", "must_change_password"])
    # Whoever holds the account goes on with it: the session at hand is checked against the new hash.
    account.password, account.must_change_password = held.password, is_temporary
