"""A form acts once: two taps, a reload and the way back meet what the first made."""

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.core.models import FormToken

FIELD = "form_token"
KEPT = timedelta(days=7)
_SHAPE = re.compile(r"[A-Za-z0-9_-]{20,64}")


def new_token() -> str:
    """For the hidden field of one showing of a form."""
    return secrets.token_urlsafe(24)


def once(request, act: Callable[[], object], *, purpose: str = "") -> tuple[str, bool]:
    """Act for the form in `request`; return what came of it, and whether that was now.

    Whoever comes second with the same form waits for the first and gets its outcome. What `act` raises
    leaves the token unused, for the form is sent again when it is mended. A form without a token acts.
    """
    given = request.POST.get(FIELD, "")
    if not _SHAPE.fullmatch(given):
        return str(act()), True
    who = request.user.pk if request.user.is_authenticated else ""
    token = hashlib.sha256(f"{request.path}|{who}|{purpose}|{given}".encode()).hexdigest()
    with transaction.atomic():
        try:
            with transaction.atomic():
                used = FormToken.objects.create(token=token)
        except IntegrityError:
            return FormToken.objects.get(token=token).outcome, False
        used.outcome = str(act())
        used.save(update_fields=["outcome"])
        return used.outcome, True


def forget_tokens() -> int:
    """Delete the tokens of forms that nobody has open any more; return how many."""
    return FormToken.objects.filter(used_at__lt=timezone.now() - KEPT).delete()[0]
