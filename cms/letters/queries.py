"""Reads of letters. The day is passed in."""

from datetime import date

from django.db.models import QuerySet

from cms.accounts.permissions import is_office
from cms.core.protected import fingerprint
from cms.letters.models import Letter, LetterQuerySet
from cms.letters.permissions import can_see_letters
from search.chinese.folding import narrow

# What a follow-up number is hashed for.
CODE_PURPOSE = "letters.follow-up"


def letter_by(code: str) -> Letter | None:
    """What a follow-up number stands for, however it was typed."""
    wanted = "".join(each for each in narrow(code).upper() if each.isalnum())
    return (
        Letter.objects.filter(code_fingerprint=fingerprint(wanted, CODE_PURPOSE)).first() if wanted else None
    )


def letters_to_see(user) -> LetterQuerySet:
    """All for the office; for a reviewer those that were given to the account."""
    found = Letter.objects.select_related("handler")
    if is_office(user):
        return found
    return found.filter(handler=user) if can_see_letters(user) else found.none()


def waiting_letters(user) -> QuerySet[Letter]:
    """What the account has to share out or answer, the most urgent first."""
    return letters_to_see(user).open().order_by("due_on", "pk")


def overdue_letters(on: date) -> QuerySet[Letter]:
    return Letter.objects.open().filter(due_on__lt=on).select_related("handler").order_by("due_on")


def published_letters() -> QuerySet[Letter]:
    """Questions and answers that anybody may read, the newest first."""
    return Letter.objects.published().order_by("-published_at", "-pk")
