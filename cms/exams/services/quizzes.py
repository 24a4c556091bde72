"""Practice is put together from the bank, made public by somebody else, and follows its questions."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import Action, anyone, locked, standing, writing
from cms.exams.enums import QuestionState, QuizState
from cms.exams.models import Question, Quiz
from cms.exams.permissions import can_review_questions, can_write_questions, did_not_compile
from cms.exams.queries.quizzes import questions_to_practise

_S = QuizState
_CLOSED = _("已公开的练习先撤下再改。")
_OPEN = standing(_S.DRAFT, _S.WITHDRAWN)
CONTENT = ("title", "topic", "summary")

CREATE = Action[Quiz]("exams.quiz.create", _("新增"), can_write_questions, writes=CONTENT)
CHANGE = Action[Quiz](
    "exams.quiz.change", _("修改"), can_write_questions, writes=CONTENT, when=_OPEN, otherwise=_CLOSED
)
DELETE = Action[Quiz]("exams.quiz.delete", _("删除"), can_write_questions, when=_OPEN, otherwise=_CLOSED)
TAKE_IN = Action[Quiz](
    "exams.quiz.take_in",
    _("放进公众练习"),
    can_write_questions,
    writes=("questions",),
    when=_OPEN,
    otherwise=_CLOSED,
)
TAKE_OUT = Action[Quiz](
    "exams.quiz.take_out",
    _("拿出试题"),
    can_write_questions,
    writes=("questions",),
    when=lambda quiz: _OPEN(quiz) and quiz.questions.exists(),
    otherwise=_("已公开的先撤下；里面没有试题的不用拿。"),
)
PUBLISH = Action[Quiz](
    "exams.quiz.publish",
    _("公开"),
    can_review_questions,
    writes=("state", "published_at"),
    of=did_not_compile,
    refusal=_("不能公开自己编的练习，请另一位同事核对后公开。"),
    when=_OPEN,
    otherwise=_("已经公开。"),
)
WITHDRAW = Action[Quiz](
    "exams.quiz.withdraw",
    _("撤下"),
    can_review_questions,
    writes=("state",),
    when=standing(_S.PUBLISHED),
    otherwise=_("还没有公开。"),
    reason=_("请写明撤下的原因。"),
)
# What the approval of a revision tells.
FOLLOW = Action[Quiz]("exams.quiz.follow", _("随试题换新版"), anyone, writes=("questions",))


@transaction.atomic
def take_in(question: Question, *, quiz: Quiz, actor) -> Quiz:
    """Put a question of the bank into a quiz; RuleBroken where it may not be drawn."""
    # In the order in which an approval locks them. What is in the quiz is read once nobody else writes it.
    question, quiz = locked(question), locked(quiz)
    if question.state != QuestionState.REVIEWED or question.reread_since:
        raise RuleBroken(_("只有审核通过、不待重读的试题可以放进练习。"))
    held = {each.pk for each in quiz.questions.all()}
    with writing(quiz, TAKE_IN, actor=actor, relations={"questions": held | {question.pk}}) as written:
        pass
    return written


@transaction.atomic
def take_out(quiz: Quiz, *, questions: Iterable[Question], actor, seen: str | None = None) -> Quiz:
    """Have the quiz ask these questions no more; the bank keeps them."""
    quiz = locked(quiz)
    kept = {each.pk for each in quiz.questions.all()} - {each.pk for each in questions}
    with writing(quiz, TAKE_OUT, actor=actor, seen=seen, relations={"questions": kept}) as held:
        pass
    return held


def publish_quiz(quiz: Quiz, *, actor, seen: str | None = None) -> Quiz:
    with writing(quiz, PUBLISH, actor=actor, seen=seen) as held:
        if not questions_to_practise(held):
            raise RuleBroken(_("里面还没有可用的试题：请到试题列表里勾选，点“放进公众练习”。"))
        refuse_personal_numbers(held)
        held.state, held.published_at = _S.PUBLISHED, timezone.now()
    return held


def withdraw_quiz(quiz: Quiz, *, reason: str, actor, seen: str | None = None) -> Quiz:
    with writing(quiz, WITHDRAW, actor=actor, seen=seen, reason=reason) as held:
        held.state = _S.WITHDRAWN
    return held


def follow_revision(old: Question, new: Question, *, actor) -> None:
    """Have every quiz ask the new version in place of the old; inside the caller's transaction."""
    for each in old.quizzes.order_by("pk"):
        quiz = locked(each)
        held = {kept.pk for kept in quiz.questions.all()} - {old.pk} | {new.pk}
        with writing(quiz, FOLLOW, actor=actor, relations={"questions": held}):
            pass
