"""A question is written, reviewed by somebody else, used, revised as a new version, or put out of use."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core import audit
from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import Action, anyone, removing, standing, write, writing
from cms.exams.enums import QuestionState
from cms.exams.models import Question
from cms.exams.permissions import can_review_questions, can_write_questions, did_not_write
from cms.exams.queries.bank import changed_since_read, rests_on_ended_law, versions_of_today
from cms.exams.services.quizzes import follow_revision
from cms.inbox.enums import MessageKind
from cms.inbox.services import send, settle
from cms.statutes.services import know_provisions

_S = QuestionState
WORDS = ("kind", "stem", "options", "answer", "cases", "explanation", "subject", "difficulty")
CONTENT = (*WORDS, "articles", "versions")
_NOT_THE_WRITER = _("不能审核自己写的或自己导入的试题，请另一位同事审核。")

CREATE = Action[Question]("exams.question.create", _("新增"), can_write_questions, writes=CONTENT)
CHANGE = Action[Question](
    "exams.question.change",
    _("修改"),
    can_write_questions,
    writes=(*CONTENT, "reread_since"),
    when=standing(_S.DRAFT),
    otherwise=_("只有草稿可以直接修改；待审核的请先退回，用过的请修订为新版。"),
)
DELETE = Action[Question](
    "exams.question.delete",
    _("删除"),
    can_write_questions,
    when=standing(_S.DRAFT),
    otherwise=_("只有草稿可以删除；不再用的请停用，以前的成绩仍要看得到题目。"),
)
SUBMIT = Action[Question](
    "exams.question.submit",
    _("送审"),
    can_write_questions,
    writes=("state",),
    when=standing(_S.DRAFT),
    otherwise=_("只有草稿可以送审。"),
)
APPROVE = Action[Question](
    "exams.question.approve",
    _("审核通过"),
    can_review_questions,
    writes=("state",),
    of=did_not_write,
    refusal=_NOT_THE_WRITER,
    when=standing(_S.SUBMITTED),
    otherwise=_("送审之后才能审核。"),
)
SEND_BACK = Action[Question](
    "exams.question.send_back",
    _("退回修改"),
    can_review_questions,
    writes=("state",),
    when=standing(_S.SUBMITTED),
    otherwise=_("只有待审核的可以退回。"),
    reason=_("请写明要改什么。"),
)
REVISE = Action[Question](
    "exams.question.revise",
    _("修订为新版"),
    can_write_questions,
    when=lambda question: question.state in (_S.REVIEWED, _S.RETIRED) and not hasattr(question, "revision"),
    otherwise=_("可用或停用、还没有新版的试题才能修订；草稿请直接修改。"),
)
RETIRE = Action[Question](
    "exams.question.retire",
    _("停用"),
    can_review_questions,
    writes=("state",),
    when=standing(_S.REVIEWED),
    otherwise=_("只有可用的试题可以停用。"),
    reason=_("请写明停用的原因。"),
)
FIND_RIGHT = Action[Question](
    "exams.question.find_right",
    _("重读后仍然正确"),
    can_review_questions,
    writes=("versions", "reread_since"),
    when=lambda question: question.reread_since is not None and question.state != _S.REPLACED,
    otherwise=_("这道题所依据的法规没有变化，不用重读。"),
    reason=_("请写明对照了哪一条、为什么仍然正确。"),
)
# What the held texts of the laws say, not what somebody decides.
FLAG = Action[Question]("exams.question.flag", _("法规有变化，待重读"), anyone, writes=("reread_since",))
# The end of the version before, told by the approval of the one after it.
REPLACE = Action[Question]("exams.question.replace", _("由新版替代"), anyone, writes=("state",))


def with_versions(values: dict[str, Any], on: date) -> dict[str, Any]:
    """The values of a question with the texts in which its articles are read on a day."""
    laws = {each.law for each in values.get("articles") or ()}
    return values | {"versions": versions_of_today(laws, on)}


@transaction.atomic
def write_question(*, cited: Iterable = (), actor, **values) -> Question:
    """A new draft; `cited` are laws and numbers of articles as `cited_articles` reads them."""
    articles = list(know_provisions(cited, actor=actor).values())
    question = Question()
    told = with_versions(values | {"articles": articles}, timezone.localdate())
    write(question, CREATE, told, actor=actor)
    return question


@transaction.atomic
def submit_question(question: Question, *, actor, seen: str | None = None) -> Question:
    held = _to(question, SUBMIT, _S.SUBMITTED, actor=actor, seen=seen)
    settle(_link(held))
    return held


@transaction.atomic
def approve_question(question: Question, *, actor, seen: str | None = None) -> Question:
    """Papers and quizzes may draw it from now on; of a revision, in place of the version before."""
    with writing(question, APPROVE, actor=actor, seen=seen) as held:
        refuse_personal_numbers(held)
        held.state = _S.REVIEWED
    if held.revises and held.revises.state != _S.REPLACED:
        _to(held.revises, REPLACE, _S.REPLACED, actor=actor)
        follow_revision(held.revises, held, actor=actor)
    return held


@transaction.atomic
def send_back_question(question: Question, *, reason: str, actor, seen: str | None = None) -> Question:
    """Whoever had sent it for review is told what to change."""
    held = _to(question, SEND_BACK, _S.DRAFT, actor=actor, seen=seen, reason=reason)
    sent = audit.last_time(SUBMIT.name, held)
    if sent and sent.actor:
        told = _("试题“%(question)s”已退回：%(reason)s") % {"question": held, "reason": reason.strip()}
        subject = f"question-sent-back:{sent.pk}"
        send(sent.actor, MessageKind.RETURNED, subject, told, _link(held), on=timezone.localdate())
    return held


def retire_question(question: Question, *, reason: str, actor, seen: str | None = None) -> Question:
    return _to(question, RETIRE, _S.RETIRED, actor=actor, seen=seen, reason=reason)


@transaction.atomic
def revise_question(question: Question, *, actor, seen: str | None = None) -> Question:
    """A draft of the next version. The one in use stays until the draft has been reviewed."""
    with writing(question, REVISE, actor=actor, seen=seen) as held:
        pass
    new = Question(revises=held, version=held.version + 1)
    values = {name: getattr(held, name) for name in WORDS} | {"articles": list(held.articles.all())}
    write(new, CREATE, with_versions(values, timezone.localdate()), actor=actor)
    return new


def find_right(question: Question, *, reason: str, actor, seen: str | None = None) -> Question:
    """The words still hold under the law as it stands now; RuleBroken where there is no such law any more."""
    laws = {each.law for each in question.articles.select_related("law")}
    today = timezone.localdate()
    versions = versions_of_today(laws, today)
    with writing(
        question, FIND_RIGHT, actor=actor, seen=seen, reason=reason, relations={"versions": versions}
    ) as held:
        # Or it would be flagged again the next night.
        if rests_on_ended_law(held, today):
            raise RuleBroken(_("所依据的法规已经废止，请修订依据，或者停用这道题。"))
        held.reread_since = None
    return held


def delete_question(question: Question, *, actor, seen: str | None = None) -> None:
    removing(question, DELETE, actor=actor, seen=seen)


@transaction.atomic
def flag_changed(on: date) -> int:
    """Flag the questions whose law was revised or has ended; returns how many. Safe to repeat."""
    found = changed_since_read(on)
    for question in found:
        with writing(question, FLAG, actor=None) as held:
            held.reread_since = on
    return len(found)


def _link(question: Question) -> str:
    return reverse("exam_questions:inspect", args=[question.pk])


def _to(question: Question, action, state: QuestionState, **options) -> Question:
    with writing(question, action, **options) as held:
        held.state = state
    return held
