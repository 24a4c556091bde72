"""Who somebody is. The only backend, so no page that asks for a password goes round the throttle."""

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.core.exceptions import PermissionDenied

from cms.accounts.services.signing_in import note_failure
from cms.accounts.signing_in import throttle
from cms.core.addresses import client_address


class ThrottledBackend(ModelBackend):
    """Account and password. Where guessing is paused it sets `request.sign_in_is_paused`."""

    # Not Django's own second way round, but this one in a thread.
    aauthenticate = BaseBackend.aauthenticate

    def authenticate(self, request, username=None, password=None, **kwargs):
        if username is None or password is None:
            return None
        address = client_address(request) if request is not None else ""
        admission = throttle.admit(username, address)
        if admission is None:
            if request is not None:
                request.sign_in_is_paused = True
            raise PermissionDenied
        account = super().authenticate(request, username=username, password=password, **kwargs)
        if account is None:
            note_failure(username, address, admission)
        else:
            throttle.give_back(admission)
        return account
