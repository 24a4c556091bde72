from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office
from cms.core.audit import did
from cms.letters.enums import LetterKind

if TYPE_CHECKING:
    from cms.letters.models import Letter


def can_see_letters(user) -> bool:
    """The office, the reviewers among whom letters are shared out, the editors whose pages are corrected."""
    return has_role(user, Role.OFFICE, Role.REVIEWER, Role.EDITOR)


def can_publish_letters(user) -> bool:
    return has_role(user, Role.OFFICE, Role.REVIEWER)


def can_be_given(user, letter: "Letter") -> bool:
    """Of an editor the corrections alone: what else is asked is answered by the office and its reviewers."""
    return can_publish_letters(user) or (letter.kind == LetterKind.CORRECTION and can_see_letters(user))


def can_see_letter(user, letter: "Letter") -> bool:
    return is_office(user) or (can_see_letters(user) and letter.handler_id == user.pk)


def shares_out_letters(user) -> bool:
    return is_office(user)


def handles_letter(user, letter: "Letter") -> bool:
    """The one it was given to; the office may always answer."""
    return can_see_letter(user, letter)


def did_not_answer(user, letter: "Letter") -> bool:
    """Nobody makes public what they answered: somebody else reads it first."""
    return not did(user, "letters.letter.answer", to=letter)
