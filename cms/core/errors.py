"""What services raise when they refuse."""

from django.core.exceptions import PermissionDenied, ValidationError


class RuleBroken(ValidationError):
    """A rule of the field forbids this; the message names the cure."""


class NotAllowed(PermissionDenied):
    """This account may not do this."""


def require(allowed: bool, message: str = "您没有进行此操作的权限。") -> None:
    """Raise NotAllowed with `message` unless `allowed`."""
    if not allowed:
        raise NotAllowed(message)


class CannotStart(Exception):
    """The platform must not run like this; the message is one sentence with the cure."""
