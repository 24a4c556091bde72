"""What services raise when they refuse. `cms.core.middleware` shows either to the person who asked."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RuleBroken(ValidationError):
    """A rule of the field forbids this; the message names the cure."""

    @property
    def message_dict(self) -> dict[str, list[str]]:
        """Also where the refusal belongs to no field: the framework's API asks every refusal for it."""
        return super().message_dict if hasattr(self, "error_dict") else {"__all__": self.messages}


class NotAllowed(Exception):
    """This account may not do this.

    Not a PermissionDenied: the framework's admin swallows those, and with them the sentence that says why.
    """

    @property
    def messages(self) -> list[str]:
        return [str(self)]


def require(allowed: bool, message: "StrOrPromise" = "您没有进行此操作的权限。") -> None:
    """Raise NotAllowed with `message` unless `allowed`."""
    if not allowed:
        raise NotAllowed(message)


REFUSALS = (ValidationError, NotAllowed)


def tell(form, refusal: ValidationError | NotAllowed) -> None:
    """Put each message at its field; what is said of a field that the form does not show, above it."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class CannotStart(Exception):
    """The platform must not run like this; the message is one sentence with the cure."""
