"""Who writes the bank, who reviews it: never the same person for one question."""

from typing import TYPE_CHECKING

from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, is_office, works_in_admin
from cms.core.audit import did, has_written

if TYPE_CHECKING:
    from cms.exams.models import Question, Quiz


def can_see_bank(user) -> bool:
    """Keys stand in the bank: only those who work in the admin."""
    return works_in_admin(user)


def can_write_questions(user) -> bool:
    return has_role(user, Role.OFFICE, Role.EDITOR)


def can_import_questions(user) -> bool:
    """Tables of every kind come in by the office's hand: the list of imports tells of all of them."""
    return is_office(user)


def can_review_questions(user) -> bool:
    return has_role(user, Role.OFFICE, Role.REVIEWER)


def did_not_write(user, question: "Question") -> bool:
    """Whoever wrote or imported a question does not review it, nor does whoever wrote the one it revises."""
    return not has_written(user, *question.line_so_far())


def did_not_compile(user, quiz: "Quiz") -> bool:
    """Nobody lets the public have what they put together: somebody else looks at it first."""
    return not (has_written(user, quiz) or did(user, "exams.quiz.take_in", "exams.quiz.take_out", to=quiz))


def can_hold_exams(user) -> bool:
    """The office holds exams and knows who sat them."""
    return is_office(user)
