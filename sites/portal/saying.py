"""How the portal says what came of a button."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError


def tell_outcome(request, act: Callable[[], object], done) -> bool:
    """Do it and say `done`; where a rule refuses, say why. Whether it was done."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True
