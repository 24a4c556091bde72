"""An exam is taken: begun, answered as one goes, handed in or ended by the clock of the server."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, locked, writing
from cms.exams.models import Admission, Sitting, SittingItem
from cms.exams.models.sittings import of_a_hundred
from cms.exams.permissions import can_hold_exams
from cms.exams.queries.answering import field_name
from cms.exams.queries.drawing import draw, lacks
from cms.exams.queries.sittings import attempts_left, overdue_sittings, running_sitting
from cms.people.models import RosterSetting
from cms.people.services.nominations import take_step

# What was sent before the end may arrive a little after it.
GRACE = timedelta(seconds=15)

# Who was let in at the door begins and answers: there may be no account.
BEGIN = Action[Sitting]("exams.sitting.begin", _("开始考试"), anyone)
PUT = Action[SittingItem]("exams.sittingitem.create", "", anyone)
ANSWER = Action[SittingItem]("exams.sittingitem.change", "", anyone, writes=("chosen",))
FINISH = Action[Sitting](
    "exams.sitting.finish",
    _("交卷"),
    anyone,
    writes=("finished_at", "score"),
    when=lambda sitting: sitting.finished_at is None,
    otherwise=_("已经交卷。"),
)
FEED = Action[Sitting](
    "exams.sitting.feed",
    _("计入推荐的考核"),
    can_hold_exams,
    writes=("fed_at",),
    when=lambda sitting: bool(
        sitting.score is not None and sitting.admission.nomination and not sitting.fed_at
    ),
    otherwise=_("已交卷、考生在推荐办理中、还没有计入的成绩才能计入。"),
)


@transaction.atomic
def begin_sitting(admission: Admission, *, now: datetime | None = None) -> Sitting:
    """Draw the questions and start the clock; who has begun goes on with what they have.

    RuleBroken where it cannot be begun now. A paper that would be short is none: then nothing is begun and
    no attempt is lost.
    """
    now = now or timezone.now()
    # A second tap waits for the first and finds its sitting.
    admission = locked(admission)
    if running := running_sitting(admission):
        return running
    exam = admission.exam
    if not exam.takes_beginners(now):
        raise RuleBroken(_("现在不在考试时间内，不能开始。"))
    if not attempts_left(admission):
        raise RuleBroken(_("已经合格，或者次数已经用完，不能再考。"))
    drawn = draw(exam)
    # Since the exam was opened its questions may have been flagged or put out of use.
    if not drawn or lacks(exam, drawn):
        raise RuleBroken(_("题库里可用的试题暂时不够，还不能开始，请联系普法办；这次不计次数。"))
    sitting = Sitting(
        admission=admission, number=admission.sittings.count() + 1, begun_at=now, ends_at=now + exam.length
    )
    with writing(sitting, BEGIN, actor=None):
        pass
    for position, (question, rule) in enumerate(drawn, start=1):
        item = SittingItem(sitting=sitting, position=position, question_id=question, points=rule.points)
        with writing(item, PUT, actor=None):
            pass
    return sitting


@transaction.atomic
def keep_answers(sitting: Sitting, said: dict[str, str], *, now: datetime | None = None) -> bool:
    """Keep what was answered, by the names of the fields; what is not named stays as it was.

    False where the time is over: then nothing of it is kept, and the sitting is ended.
    """
    now = now or timezone.now()
    held = locked(sitting)
    if held.finished_at is not None or held.ends_at is None:
        return False
    if now > held.ends_at + GRACE:
        finish_sitting(held, now=now)
        return False
    for item in held.items.select_related("question"):
        names = [field_name(item.question, place) for place in range(len(item.question.parts))]
        kept = [*item.chosen, *[""] * len(names)][: len(names)]
        chosen = [said.get(name, before) for name, before in zip(names, kept, strict=True)]
        if chosen != kept:
            with writing(item, ANSWER, actor=None) as written:
                written.chosen = chosen
    return True


def finish_sitting(sitting: Sitting, *, now: datetime | None = None) -> Sitting:
    """Hand in what has been answered; the score is out of a hundred."""
    now = now or timezone.now()
    with writing(sitting, FINISH, actor=None) as held:
        items = list(held.items.select_related("question"))
        full = sum((item.points for item in items), Decimal(0))
        held.score = of_a_hundred(sum((item.earned for item in items), Decimal(0)), full)
        held.finished_at = min(now, held.ends_at or now)
    return held


def finish_overdue(now: datetime) -> int:
    """Hand in for those whose time is over; returns how many. Safe to repeat."""
    found = list(overdue_sittings(now - GRACE))
    for sitting in found:
        finish_sitting(sitting, now=now)
    return len(found)


@transaction.atomic
def feed_nomination(sitting: Sitting, *, actor, seen: str | None = None) -> Sitting:
    """Have the result be the exam of the nomination, passed or not by the rule of the roster."""
    with writing(sitting, FEED, actor=actor, seen=seen) as held:
        nomination, score = held.admission.nomination, held.score
        if nomination is None or score is None:
            raise RuleBroken(FEED.otherwise)
        held.fed_at = timezone.now()
        verb = "exam" if score >= RosterSetting.load().pass_score else "fail"
        day = held.held_on or timezone.localdate(held.finished_at)
        told = _("%(how)s考试“%(exam)s”第%(number)d次") % {
            "how": held.get_source_display(),
            "exam": held.admission.exam,
            "number": held.number,
        }
        take_step(nomination, verb, actor=actor, done_on=day, opinion=str(told), score=score)
    return held
