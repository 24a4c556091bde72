"""Passwords: one's own, a temporary one, one set through a letter. Each ends the sessions there are."""

from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.permissions import can_change_account, can_manage_accounts, is_own_account
from cms.accounts.services.keeping import mirror, set_password
from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, writing

WRITES = ("password", "must_change_password")
CHANGE = Action[User]("accounts.password.change", _("修改"), anyone, writes=WRITES, of=is_own_account)
RESET = Action[User]("accounts.password.reset", _("凭邮件重设"), anyone, writes=WRITES, of=is_own_account)
GIVE = Action[User](
    "accounts.password.temporary",
    _("发放临时密码"),
    can_manage_accounts,
    writes=WRITES,
    of=can_change_account,
)


def change_own_password(account: User, password: str) -> None:
    """The account's holder takes another password; every session but the one at hand has to end."""
    _write(account, CHANGE, password, account)


def reset_password(account: User, password: str) -> None:
    """The account's holder has come with a letter sent to the own mailbox."""
    _write(account, RESET, password, account)


def give_temporary_password(account: User, password: str, *, actor: User) -> None:
    """An administrator gives a password that has to be changed at the next sign-in."""
    if actor.pk == account.pk:
        raise RuleBroken(_("自己的密码请在“修改密码”页更换。"))
    _write(account, GIVE, password, actor)


def _write(account: User, action: Action[User], password: str, actor: User) -> None:
    with writing(account, action, actor=actor) as held:
        set_password(held, password, is_temporary=action is GIVE)
    mirror(account, held)
