"""Appeals against a provisional result, and what is put right after the final one."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import is_signed_in
from cms.core.errors import RuleBroken
from cms.core.writing import Action, writing
from cms.reviews.enums import RectificationState, RoundState
from cms.reviews.models import Appeal, Participant, Rectification
from cms.reviews.permissions import (
    acts_for_participant,
    can_answer,
    can_appeal_on,
    can_report,
    can_run_reviews,
    is_not_own_agency,
)


def _may_appeal(appeal: Appeal) -> bool:
    held = appeal.participant.round
    return held.state == RoundState.PROVISIONAL and can_appeal_on(held, timezone.localdate())


APPEAL = Action[Appeal](
    "reviews.appeal.file",
    _("申诉"),
    is_signed_in,
    writes=("participant", "words"),
    of=lambda user, appeal: acts_for_participant(user, appeal.participant),
    when=_may_appeal,
    otherwise=_("现在不在申诉期内。"),
)
ANSWER = Action[Appeal](
    "reviews.appeal.answer",
    _("答复"),
    can_run_reviews,
    writes=("answer", "answered_at"),
    of=can_answer,
    refusal=_("不能答复自己所在单位的申诉，请普法办另一位同事答复。"),
    when=lambda appeal: not appeal.is_answered,
    otherwise=_("这件申诉已经答复。"),
    reason=_("请写明答复；要改分的，先在评分里改好。"),
)
DEMAND = Action[Rectification](
    "reviews.rectification.create",
    _("提出整改"),
    can_run_reviews,
    writes=("participant", "line", "demand", "due_on"),
    of=lambda user, task: is_not_own_agency(user, task.participant),
)
REPORT = Action[Rectification](
    "reviews.rectification.report",
    _("报送整改情况"),
    is_signed_in,
    writes=("state", "report"),
    of=can_report,
    when=lambda task: task.state == RectificationState.OPEN,
    otherwise=_("已经报送，等普法办复核。"),
)
ACCEPT = Action[Rectification](
    "reviews.rectification.accept",
    _("复核通过"),
    can_run_reviews,
    writes=("state",),
    of=lambda user, task: is_not_own_agency(user, task.participant),
    when=lambda task: task.state == RectificationState.REPORTED,
    otherwise=_("单位还没有报送整改情况。"),
)
SEND_BACK = Action[Rectification](
    "reviews.rectification.send_back",
    _("退回继续整改"),
    can_run_reviews,
    writes=("state", "finding"),
    of=lambda user, task: is_not_own_agency(user, task.participant),
    when=lambda task: task.state == RectificationState.REPORTED,
    otherwise=_("单位还没有报送整改情况。"),
    reason=_("请写明还要做什么。"),
)


def file_appeal(participant: Participant, words: str, *, actor) -> Appeal:
    if not words.strip():
        raise RuleBroken({"words": _("请写明哪一项、什么理由。")})
    appeal = Appeal(participant=participant, words=words.strip())
    APPEAL.ask(actor, appeal)
    with writing(appeal, APPEAL, actor=actor):
        return appeal


def answer_appeal(appeal: Appeal, *, reason: str, actor, seen: str | None = None) -> Appeal:
    with writing(appeal, ANSWER, actor=actor, seen=seen, reason=reason) as held:
        held.answer, held.answered_at = reason.strip(), timezone.now()
    return held


def demand_rectification(participant: Participant, *, line: str, demand: str, due_on, actor) -> Rectification:
    """A weak line becomes a task with a day, once the result stands. The day is not a past one."""
    if participant.round.state != RoundState.FROZEN:
        raise RuleBroken(_("结果定稿之后才能提出整改。"))
    if due_on < timezone.localdate():
        raise RuleBroken({"due_on": _("期限不能早于今天。")})
    task = Rectification(participant=participant, line=line, demand=demand, due_on=due_on)
    with writing(task, DEMAND, actor=actor):
        return task


def report_rectification(task: Rectification, report: str, *, actor) -> Rectification:
    if not report.strip():
        raise RuleBroken({"report": _("请写明整改情况。")})
    with writing(task, REPORT, actor=actor) as held:
        held.report, held.state = report.strip(), RectificationState.REPORTED
    return held


def accept_rectification(task: Rectification, *, actor, seen: str | None = None) -> Rectification:
    with writing(task, ACCEPT, actor=actor, seen=seen) as held:
        held.state = RectificationState.DONE
    return held


def send_back_rectification(
    task: Rectification, *, reason: str, actor, seen: str | None = None
) -> Rectification:
    with writing(task, SEND_BACK, actor=actor, seen=seen, reason=reason) as held:
        held.state, held.finding = RectificationState.OPEN, reason.strip()
    return held
