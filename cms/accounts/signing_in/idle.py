"""A session ends when its holder has been away for some time; the office's sooner than the others'."""

import time

from django.conf import settings
from django.contrib.auth.signals import user_logged_in

from cms.accounts.permissions import works_in_admin

SEEN = "seen"
# A session is written once a minute, not at every click.
EVERY_SECONDS = 60


def watch() -> None:
    user_logged_in.connect(_begin, dispatch_uid="accounts.idle")


def idle_seconds(account) -> int:
    office = works_in_admin(account)
    return 60 * (settings.SESSION_IDLE_MINUTES_OFFICE if office else settings.SESSION_IDLE_MINUTES_PORTAL)


def note_sign_of_life(request) -> None:
    """The holder does something: the time begins anew."""
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= EVERY_SECONDS:
        request.session[SEEN] = now
        request.session.set_expiry(idle_seconds(request.user))


def _begin(sender, request, user, **kwargs):
    request.session[SEEN] = int(time.time())
    request.session.set_expiry(idle_seconds(user))
