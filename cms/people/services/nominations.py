"""The way to an appointment: each step by whom it belongs to, in its order, and written down."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.private_files import safe_content, short_name
from cms.core.writing import Action, anyone, locked, standing, write, writing
from cms.people import permissions
from cms.people.enums import IN_ROSTER, WAY, AppointmentState, NominationState
from cms.people.models import Appointment, Nomination, NominationStep, Person, RosterSetting
from cms.people.services.appointments import CHANGE
from cms.places.models import Place
from search.chinese.dates import chinese_date

PUT_FORWARD = Action[Nomination](
    "people.nomination.create", _("推荐"), permissions.coordinates, of=permissions.can_put_forward
)
# Part of the step that asked for it.
NOTE = Action[NominationStep]("people.nominationstep.create", "", anyone)
APPOINT = Action[Appointment](
    "people.appointment.appoint",
    _("聘任"),
    permissions.can_manage_people,
    writes=("state",),
)
_REASON = _("请写明理由。")
# Who takes each step; the one who may is also the one who may refuse it.
TAKERS = {
    "check": permissions.checks_for_community,
    "train": permissions.can_record_training,
    "exam": permissions.can_record_training,
    "fail": permissions.can_record_training,
    "support": permissions.speaks_for_justice_station,
    "register": permissions.decides_for_district,
    "announce": permissions.decides_for_district,
    "appoint": permissions.decides_for_district,
}
_TURNS = {state: TAKERS[verb] for verb in TAKERS for state in WAY[verb].sources}


def _is_their_turn(user, nomination: Nomination) -> bool:
    return nomination.state in _TURNS and _TURNS[NominationState(nomination.state)](user, nomination)


_WHO = {**TAKERS, "refuse": _is_their_turn, "withdraw": permissions.can_put_forward}
_WRITES = {"announce": ("notice_from", "notice_until"), "appoint": ("appointment",)}


def _step(verb: str) -> Action[Nomination]:
    move = WAY[verb]
    return Action(
        f"people.nomination.{verb}",
        move.label,
        permissions.coordinates,
        writes=("state", *_WRITES.get(verb, ())),
        of=_WHO[verb],
        when=standing(*move.sources),
        otherwise=move.otherwise,
        reason=_REASON if verb in ("refuse", "withdraw") else "",
    )


STEPS = {verb: _step(verb) for verb in WAY}


def open_steps(user, nomination: Nomination) -> list[str]:
    """The steps that the account may take with it as it stands, in the order of the way."""
    return [verb for verb, action in STEPS.items() if action.is_open(user, nomination)]


def next_verb(nomination: Nomination) -> str:
    """The step that a running nomination waits for."""
    return next(verb for verb in TAKERS if nomination.state in WAY[verb].sources)


def take_by_button(nomination: Nomination, *, verb: str, actor, reason: str = "", **said) -> Nomination:
    """The same as a button asks for it: the reason of an end is its opinion."""
    return take_step(nomination, verb, actor=actor, **({"opinion": reason} | said))


@transaction.atomic
def put_forward(
    person: Person, *, role: str, community: Place, source: str, actor, category: str = ""
) -> Nomination:
    """Begin the way; RuleBroken where the person is on it already or holds the role in this 居村."""
    # Two clerks at once: whoever comes second sees the nomination of the first.
    person = locked(person)
    nomination = Nomination(
        person=person, role=role, community=community, source=source, category=category.strip()
    )
    with writing(nomination, PUT_FORWARD, actor=actor):
        held = Appointment.objects.filter(person=person, role=role, community=community)
        if held.filter(state__in=IN_ROSTER).exists():
            raise RuleBroken(_("此人在这个居村已有同一角色的任用，不必再推荐。"))
    return nomination


def take_step(
    nomination: Nomination,
    verb: str,
    *,
    actor,
    done_on: date | None = None,
    opinion: str = "",
    score: Decimal | None = None,
    upload: File | None = None,
    seen: str | None = None,
) -> Nomination:
    """Take a nomination one step of the WAY further, done today unless told otherwise.

    Refusal and withdrawal need a reason as their opinion. RuleBroken for a step out of its order, before
    the one it follows, an exam against its rule, or an appointment while the notice still runs. `upload`
    is what the step rests on: UnsafeFile where it is none of the kinds that are taken.
    """
    today, opinion = timezone.localdate(), opinion.strip()
    done_on = done_on or today
    with writing(nomination, STEPS[verb], actor=actor, seen=seen, reason=opinion) as held:
        if find_personal_numbers(opinion):
            raise RuleBroken({"opinion": _("请不要在这里写身份证号、手机号。")})
        _after_the_last(held, done_on)
        if verb in ("exam", "fail"):
            _by_the_rule_of_exams(held, verb, score)
        if verb == "announce":
            # The day of a publication is the platform's, never a clerk's.
            done_on, days = today, RosterSetting.load().notice_days
            held.notice_from, held.notice_until = today, today + timedelta(days=days)
        if verb == "appoint":
            _only_after_the_notice(held, done_on)
            _only_with_objections_answered(held)
            held.appointment = _appointed(held, actor)
        held.state = WAY[verb].to
        step = NominationStep(
            nomination=held, verb=verb, done_on=done_on, actor=actor, actor_name=str(actor),
            opinion=opinion, score=score,
        )  # fmt: skip
        if upload:
            step.file, step.file_name = safe_content(upload), short_name(upload.name)
        with writing(step, NOTE, actor=actor):
            pass
    return held


def _after_the_last(nomination: Nomination, day: date) -> None:
    last = nomination.steps.last()
    if last and day < last.done_on:
        told = _("办理日期早于上一步“%(step)s”（%(day)s），请核对。")
        raise RuleBroken(
            {"done_on": told % {"step": last.get_verb_display(), "day": chinese_date(last.done_on)}}
        )


def _by_the_rule_of_exams(nomination: Nomination, verb: str, score: Decimal | None) -> None:
    setting = RosterSetting.load()
    failed = nomination.steps.filter(verb="fail").count()
    if failed >= setting.exam_attempts:
        raise RuleBroken(_("已考 %(count)d 次未通过，按规定不能再考，请办理“不予通过”。") % {"count": failed})
    if score is None:
        return
    if (score >= setting.pass_score) != (verb == "exam"):
        told = {"score": score, "least": setting.pass_score, "step": WAY[verb].label}
        raise RuleBroken({"score": _("%(score)s 分（合格 %(least)s 分）与“%(step)s”不符，请核对。") % told})


def _only_after_the_notice(nomination: Nomination, day: date) -> None:
    # The database keeps none on notice without its last day.
    last = nomination.notice_until or date.max
    if day <= last:
        told = _("公示到%(day)s为止，第二天起才能聘任。") % {"day": chinese_date(last)}
        raise RuleBroken({"done_on": told})


def _only_with_objections_answered(nomination: Nomination) -> None:
    objections = nomination.objections
    if open_ones := objections.filter(is_upheld=None).count():
        raise RuleBroken(_("还有 %(count)d 份异议没有答复，全部答复之后才能聘任。") % {"count": open_ones})
    if objections.filter(is_upheld=True).exists():
        raise RuleBroken(_("有异议成立，不能聘任，请办理“不予通过”。"))


def _appointed(nomination: Nomination, actor) -> Appointment:
    """The appointment that the way leads to; whoever held it before goes on in that of then."""
    own = {"person": nomination.person, "role": nomination.role, "community": nomination.community}
    exam = nomination.steps.filter(verb="exam").first()
    details = {
        "category": nomination.category,
        "nominated_by": nomination.get_source_display(),
        "score": exam.score if exam else None,
    }
    known = Appointment.objects.filter(**own).first()
    with writing(known or Appointment(**own, **details), APPOINT, actor=actor) as held:
        if held.pk and held.state in IN_ROSTER:
            raise RuleBroken(_("此人已在这个居村的名册里，请到名册核对，这次推荐请撤回。"))
        held.state = AppointmentState.ACTIVE
    # Nothing is left to change where the appointment is new.
    write(held, CHANGE, details, actor=actor)
    return held
