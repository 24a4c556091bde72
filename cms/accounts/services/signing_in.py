"""Signing in and out, on record."""

from django.contrib.auth import login, logout, update_session_auth_hash
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.permissions import is_own_account
from cms.accounts.services.keeping import end_all_sessions, mirror
from cms.accounts.signing_in.throttle import Admission
from cms.core import audit
from cms.core.addresses import client_address, neighbourhood
from cms.core.writing import Action, anyone, writing

LEAVE = Action[User](
    "accounts.session.leave", _("退出其他登录"), anyone, writes=("sessions_ended",), of=is_own_account
)


def begin_session(request, account: User, **how: str) -> None:
    """Sign the account in; `how` stands in the trail where it was not by password."""
    login(request, account)
    audit.record(account, "accounts.session.begin", account, address=client_address(request), **how)


def end_session(request) -> None:
    """Sign whoever it is out."""
    if request.user.is_authenticated:
        audit.record(request.user, "accounts.session.end", request.user, address=client_address(request))
    logout(request)


def end_other_sessions(request) -> None:
    """Sign the own account out everywhere but here."""
    account = request.user
    with writing(account, LEAVE, actor=account, address=client_address(request)) as held:
        end_all_sessions(held)
    mirror(account, held)
    update_session_auth_hash(request, account)


def note_failure(username: str, address: str, admission: Admission) -> None:
    """Put a failed try on record, and what it set off.

    Of an account that does not exist nothing is kept: it may be a password typed into the wrong field.
    """
    account = User.objects.filter(username=username).first()
    target = account or User(pk=0, name="（没有这个账号）")
    why = {} if account is None or account.is_active else {"why": "账号已停用"}
    audit.record(None, "accounts.session.fail", target, address=address, **why)
    if admission.is_last_of_account:
        audit.record(None, "accounts.session.pause", target, address=address)
    if admission.is_last_of_place:
        several = User(pk=0, name="（多个账号）")
        audit.record(None, "accounts.session.spray", several, address=neighbourhood(address))
