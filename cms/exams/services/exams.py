"""An exam is prepared, opened, and people are admitted to it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.follow_up import untaken_code
from cms.core.seats import new_code, typed_code
from cms.core.writing import Action, anyone, standing, writing
from cms.exams.enums import ExamState
from cms.exams.models import Admission, Exam, ExamRule, PrintedItem, PrintedPaper
from cms.exams.permissions import can_hold_exams
from cms.exams.queries.drawing import draw, lacks
from cms.exams.queries.sittings import CODE_PURPOSE, due_nomination
from cms.people.models import Nomination, Person, RosterSetting

_S = ExamState
CONTENT = ("title", "opens_at", "closes_at", "minutes", "pass_share", "attempts")
_PREPARED = _("已经开放的考试不再改动。")

CREATE = Action[Exam]("exams.exam.create", _("新增"), can_hold_exams, writes=CONTENT)
CHANGE = Action[Exam](
    "exams.exam.change",
    _("修改"),
    can_hold_exams,
    writes=CONTENT,
    when=standing(_S.DRAFT),
    otherwise=_PREPARED,
)
DELETE = Action[Exam](
    "exams.exam.delete", _("删除"), can_hold_exams, when=standing(_S.DRAFT), otherwise=_PREPARED
)
OPEN = Action[Exam](
    "exams.exam.open",
    _("开放"),
    can_hold_exams,
    writes=("state",),
    when=standing(_S.DRAFT),
    otherwise=_("只有准备中的考试可以开放。"),
)
CLOSE = Action[Exam](
    "exams.exam.close",
    _("结束"),
    can_hold_exams,
    writes=("state",),
    when=standing(_S.OPEN),
    otherwise=_("只有开放的考试可以结束。"),
)
RULE = ("exam", "kind", "subject", "difficulty", "count", "points")


def _is_prepared(rule: ExamRule) -> bool:
    return rule.exam.state == _S.DRAFT


ADD_RULE = Action[ExamRule]("exams.examrule.create", _("新增"), can_hold_exams, writes=RULE)
CHANGE_RULE = Action[ExamRule](
    "exams.examrule.change",
    _("修改"),
    can_hold_exams,
    writes=RULE,
    when=_is_prepared,
    otherwise=_PREPARED,
)
DELETE_RULE = Action[ExamRule](
    "exams.examrule.delete", _("删除"), can_hold_exams, when=_is_prepared, otherwise=_PREPARED
)
DRAW_PAPER = Action[Exam](
    "exams.exam.draw_paper",
    _("出一份纸质试卷"),
    can_hold_exams,
    when=standing(_S.DRAFT, _S.OPEN),
    otherwise=_("考试已经结束。"),
)
# Part of the step that asked for it.
PRINT = Action[PrintedPaper]("exams.printedpaper.create", "", anyone)
PUT = Action[PrintedItem]("exams.printeditem.create", "", anyone)
ADMIT = Action[Admission]("exams.admission.create", _("准考"), can_hold_exams, writes=("code_fingerprint",))
ADMIT_NOMINEES = Action[Exam](
    "exams.exam.admit_nominees",
    _("让待考核的推荐人员参加"),
    can_hold_exams,
    when=standing(_S.DRAFT, _S.OPEN),
    otherwise=_("考试已经结束。"),
)
ADMIT_NAMED = Action[Exam](
    "exams.exam.admit_named",
    _("让名册上的人参加"),
    can_hold_exams,
    when=standing(_S.DRAFT, _S.OPEN),
    otherwise=_("考试已经结束。"),
)
RENEW = Action[Admission](
    "exams.admission.renew", _("重发准考号"), can_hold_exams, writes=("code_fingerprint",)
)


def _is_untouched(admission: Admission) -> bool:
    # All of them: a list has them at hand, and there are never more than a few.
    return not admission.sittings.all()


TAKE_BACK = Action[Admission](
    "exams.admission.delete",
    _("撤回准考"),
    can_hold_exams,
    when=_is_untouched,
    otherwise=_("已经考过的，成绩要留存，不能撤回。"),
)


def open_exam(exam: Exam, *, actor, seen: str | None = None) -> Exam:
    """Let people begin, within its times.

    RuleBroken where the bank holds too few questions, or where nominees would hear another verdict than
    their nomination gets.
    """
    with writing(exam, OPEN, actor=actor, seen=seen) as held:
        if held.admissions.exclude(nomination=None).exists():
            _require_line_of_roster(held)
        _require_enough(held, draw(held))
        held.state = _S.OPEN
    return held


def close_exam(exam: Exam, *, actor, seen: str | None = None) -> Exam:
    """Nobody begins any more; who is at it goes on to the end of the time."""
    with writing(exam, CLOSE, actor=actor, seen=seen) as held:
        held.state = _S.CLOSED
    return held


def admit(
    exam: Exam, person: Person, *, actor, nomination: Nomination | None = None
) -> tuple[Admission, str]:
    """Let a person take an exam; returns the admission with its number, which is told this once.

    RuleBroken for a nominee where the exam is open already and passed by another line than the roster's.
    """
    code, known_by = untaken_code(Admission, CODE_PURPOSE, new_code)
    admission = Admission(exam=exam, person=person, nomination=nomination, code_fingerprint=known_by)
    with writing(admission, ADMIT, actor=actor) as held:
        if nomination and nomination.person_id != person.pk:
            raise RuleBroken(_("推荐的不是此人。"))
        if nomination and exam.state == _S.OPEN:
            _require_line_of_roster(exam)
    return held, code


def renew_code(admission: Admission, *, actor, seen: str | None = None) -> list[tuple[Admission, str]]:
    """A new number for somebody who has lost theirs; the old one is worth nothing from now on."""
    code, known_by = untaken_code(Admission, CODE_PURPOSE, new_code)
    with writing(admission, RENEW, actor=actor, seen=seen) as held:
        held.code_fingerprint = known_by
    return [(held, code)]


@transaction.atomic
def admit_nominees(
    exam: Exam, *, nominations: Iterable[Nomination], actor, seen: str | None = None
) -> list[tuple[Admission, str]]:
    """Admit these nominees, whose exam is due; with the number of each."""
    with writing(exam, ADMIT_NOMINEES, actor=actor, seen=seen) as held:
        return [admit(held, each.person, nomination=each, actor=actor) for each in nominations]


@transaction.atomic
def admit_named(
    exam: Exam, *, name: str, tail: str = "", actor, seen: str | None = None
) -> list[tuple[Admission, str]]:
    """Admit the one person of this name, told from namesakes by the last four digits of the phone."""
    with writing(exam, ADMIT_NAMED, actor=actor, seen=seen) as held:
        digits = typed_code(tail)
        found = [each for each in Person.objects.filter(name=name.strip()) if each.phone.endswith(digits)]
        if not found:
            raise RuleBroken({"name": _("名册上没有这个人，请核对姓名和手机尾号。")})
        if len(found) > 1:
            raise RuleBroken({"tail": _("同名的有 %(count)d 人，请填手机后四位。") % {"count": len(found)}})
        return [admit(held, found[0], nomination=due_nomination(found[0]), actor=actor)]


@transaction.atomic
def draw_paper(exam: Exam, *, actor, seen: str | None = None) -> PrintedPaper:
    """Draw the questions of a paper to be printed; it stays as it is, whatever becomes of them."""
    with writing(exam, DRAW_PAPER, actor=actor, seen=seen) as held:
        drawn = draw(held)
        _require_enough(held, drawn)
        paper = PrintedPaper(exam=held, number=held.papers.count() + 1)
        with writing(paper, PRINT, actor=actor):
            pass
        for position, (question, rule) in enumerate(drawn, start=1):
            item = PrintedItem(paper=paper, position=position, question_id=question, points=rule.points)
            with writing(item, PUT, actor=actor):
                pass
    return paper


def _require_enough(exam: Exam, drawn: list[tuple[int, ExamRule]]) -> None:
    if not exam.rules.exists():
        raise RuleBroken(_("还没有组卷规则：写明各种题型几道、每题几分。"))
    if short := lacks(exam, drawn):
        told = "；".join(f"{rule}，还差{lack}题" for rule, lack in short)
        raise RuleBroken(_("题库里可用的试题不够：%s") % told)


def _require_line_of_roster(exam: Exam) -> None:
    """The page of the result says passed or not by the exam, its nomination by the roster."""
    line = RosterSetting.load().pass_score
    if exam.pass_share != line:
        told = _(
            "这场考试的合格线是%(own)d分，名册设置里的考核合格分数是%(line)s分：推荐办理中的人参加，两边的结论会不一样。"
            "请把两个分数改成一致；考试已经开放的，另建一场。"
        )
        raise RuleBroken(told % {"own": exam.pass_share, "line": f"{line.normalize():f}"})
