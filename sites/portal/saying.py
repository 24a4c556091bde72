"""How the portal says what came of a button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError

from cms.core.errors import REFUSALS, tell


def outcome_of(request, act: Callable[[], Any], about: object = "") -> Any:
    """What came of it; None where it was refused, and the refusal is said, with whom it is `about`."""
    try:
        return act()
    except REFUSALS as error:
        told = " ".join(error.messages)
        messages.error(request, f"{about}：{told}" if about else told)
        return None


def say_what_is_wrong(request, form) -> None:
    """Each field that is wrong, for a form that is not shown again with its errors."""
    for name, told in form.errors.items():
        messages.error(request, f"{form.fields[name].label}：{' '.join(told)}")


def is_done(form, act: Callable[[], object]) -> bool:
    """Do what the form asks; where it is refused, the form says why and keeps what was typed."""
    try:
        act()
    except REFUSALS as refusal:
        tell(form, refusal)
        return False
    return True


def tell_outcome(request, act: Callable[[], object], done) -> bool:
    """Do it and say `done`; where a rule refuses, say why. Whether it was done."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True
