"""Signing in and out, on record."""

from django.contrib.auth import login, logout

from cms.accounts.models import User
from cms.accounts.signing_in.throttle import Admission
from cms.core import audit
from cms.core.addresses import client_address, neighbourhood


def begin_session(request, account: User) -> None:
    """Sign the account in."""
    login(request, account)
    audit.record(account, "accounts.session.begin", account, address=client_address(request))


def end_session(request) -> None:
    """Sign whoever it is out."""
    if request.user.is_authenticated:
        audit.record(request.user, "accounts.session.end", request.user, address=client_address(request))
    logout(request)


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
