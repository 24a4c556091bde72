"""Who somebody is. The only backend, so no page that asks goes round the throttle."""

from collections.abc import Callable

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.core.exceptions import PermissionDenied

from cms.accounts.models import User
from cms.accounts.services.signing_in import note_failure
from cms.accounts.signing_in import throttle
from cms.core.addresses import client_address


class ThrottledBackend(ModelBackend):
    """Account and password, or the account that an identity provider vouches for (`signing_in.issuer`).

    Where guessing is paused it sets `request.sign_in_is_paused`.
    """

    # Not Django's own second way round, but this one in a thread.
    aauthenticate = BaseBackend.aauthenticate

    def authenticate(self, request, username=None, password=None, vouched_for=None, **kwargs):
        if vouched_for is not None:
            return self._counted(request, vouched_for, lambda: _open_account(vouched_for))
        if username is None or password is None:
            return None
        by_password = super().authenticate
        return self._counted(
            request, username, lambda: by_password(request, username=username, password=password, **kwargs)
        )

    def _counted(self, request, username: str, find: Callable[[], User | None]) -> User | None:
        address = client_address(request) if request is not None else ""
        admission = throttle.admit(username, address)
        if admission is None:
            if request is not None:
                request.sign_in_is_paused = True
            raise PermissionDenied
        account = find()
        if account is None:
            note_failure(username, address, admission)
        else:
            throttle.give_back(admission)
        return account


def _open_account(username: str) -> User | None:
    return User.objects.filter(username=username, is_active=True).first()
