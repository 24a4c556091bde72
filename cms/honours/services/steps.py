"""Each step of an application: by whom it belongs to, in its order, and written down."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, anyone, standing, writing
from cms.honours import permissions
from cms.honours.enums import REACHED, WAY, ApplicationState
from cms.honours.models import Application, ApplicationStep, Title
from cms.honours.models.titles import RECHECKED_AFTER
from cms.honours.queries.records import recorded_in
from cms.honours.queries.sheets import district_sheet, self_sheet
from cms.honours.services.applications import within_the_window
from cms.honours.services.telling import tell_of
from search.chinese.dates import chinese_date

_REASON = _("请写明理由。")
# Part of the step that asked for it.
NOTE = Action[ApplicationStep]("honours.applicationstep.create", "", anyone)
NAME = Action[Title]("honours.title.confer", _("命名"), permissions.can_run_honours)


def _judges(user, application: Application) -> bool:
    """Whoever judges it as it stands may also send it back."""
    if application.state == ApplicationState.TOWN:
        return permissions.speaks_for_town(user, application)
    return permissions.decides_for_district(user, application)


_WHO = {
    "submit": permissions.applies_for,
    "support": permissions.speaks_for_town,
    "approve": permissions.decides_for_district,
    "announce": permissions.decides_for_district,
    "confer": permissions.decides_for_district,
    "send_back": _judges,
    "refuse": permissions.decides_for_district,
    "withdraw": permissions.applies_for,
}
_WRITES = {"submit": ("recorded", "recorded_on"), "announce": ("notice_from", "notice_until")}
_REFUSALS = {
    **dict.fromkeys(("submit", "withdraw"), _("由这个居村自己的联络员办理。")),
    "support": _("由这个居村所在街镇的联络员审核；自己申报的，请另一位同事办理。"),
}
_BY_THE_OFFICE = _("由普法办办理；自己申报的，请另一位同事办理。")


def _step(verb: str) -> Action[Application]:
    move = WAY[verb]
    return Action(
        f"honours.application.{verb}",
        move.label,
        permissions.takes_part,
        writes=("state", *_WRITES.get(verb, ())),
        of=_WHO[verb],
        refusal=_REFUSALS.get(verb, _BY_THE_OFFICE),
        when=standing(*move.sources),
        otherwise=move.otherwise,
        reason=_REASON if verb in ("send_back", "refuse", "withdraw") else "",
    )


STEPS = {verb: _step(verb) for verb in WAY}


def open_steps(user, application: Application) -> list[str]:
    """The steps that the account may take with it as it stands, in the order of the way."""
    return [verb for verb, action in STEPS.items() if action.is_open(user, application)]


def take_by_button(application: Application, *, verb: str, actor, reason: str = "", **said) -> Application:
    """The same as a button asks for it: the reason is its opinion."""
    return take_step(application, verb, actor=actor, **({"opinion": reason} | said))


@transaction.atomic
def take_step(
    application: Application,
    verb: str,
    *,
    actor,
    done_on: date | None = None,
    opinion: str = "",
    number: str = "",
    seen: str | None = None,
) -> Application:
    """Take an application one step of the WAY further, done today unless told otherwise.

    What leads back or out needs a reason as its opinion; `number` is that of the paper that names. RuleBroken
    for a step out of its order, before the one it follows, a sheet without self scores, a score below the
    line, or a title while the notice still runs or an objection is open.
    """
    today, opinion = timezone.localdate(), opinion.strip()
    done_on = done_on or today
    with writing(application, STEPS[verb], actor=actor, seen=seen, reason=opinion) as held:
        if find_personal_numbers(opinion):
            raise RuleBroken({"opinion": _("请不要在这里写身份证号、手机号。")})
        _after_the_last(held, done_on)
        if verb == "submit":
            done_on = today
            _hand_in(held, today)
        if verb == "approve":
            _only_by_its_score(held)
        if verb == "announce":
            # The day of a publication is the platform's, never a clerk's.
            done_on = today
            held.notice_from = today
            held.notice_until = today + timedelta(days=held.cycle.notice_days)
        if verb == "confer":
            _only_after_the_notice(held, done_on)
            _only_with_objections_answered(held)
        held.state = WAY[verb].to
        step = ApplicationStep(
            application=held, verb=verb, done_on=done_on, actor=actor, actor_name=str(actor), opinion=opinion
        )
        with writing(step, NOTE, actor=actor):
            pass
        if verb == "confer":
            _name(held, done_on, number.strip(), actor)
    tell_of(step)
    return held


def _hand_in(application: Application, today: date) -> None:
    # What was sent back may come again after the last day.
    if application.state == ApplicationState.DRAFT:
        within_the_window(application.cycle, today)
    application.recorded = recorded_in(application.community, application.cycle.records_from, today)
    application.recorded_on = today
    if self_sheet(application, application.recorded).total is None:
        raise RuleBroken(_("还有打分的指标没有自评，请填完再提交。"))


def _after_the_last(application: Application, day: date) -> None:
    last = application.steps.last()
    if last and day < last.done_on:
        told = _("办理日期早于上一步“%(step)s”（%(day)s），请核对。")
        raise RuleBroken(
            {"done_on": told % {"step": last.get_verb_display(), "day": chinese_date(last.done_on)}}
        )


def _only_by_its_score(application: Application) -> None:
    sheet = district_sheet(application)
    if sheet.total is None:
        raise RuleBroken(_("还没有核完分，请先在“核分”里填好每一项打分的指标。"))
    if sheet.grade != REACHED:
        told = {"total": sheet.total, "least": application.cycle.pass_score, "notes": "；".join(sheet.notes)}
        raise RuleBroken(
            _("核分 %(total)s，达标要 %(least)s 分且没有否决情形。请退回补正或者不予通过。%(notes)s") % told
        )


def _only_after_the_notice(application: Application, day: date) -> None:
    # The database keeps none on notice without its last day.
    last = application.notice_until or date.max
    if day <= last:
        told = _("公示到%(day)s为止，第二天起才能命名。") % {"day": chinese_date(last)}
        raise RuleBroken({"done_on": told})


def _only_with_objections_answered(application: Application) -> None:
    objections = application.objections
    if open_ones := objections.filter(is_upheld=None).count():
        raise RuleBroken(_("还有 %(count)d 份异议没有答复，全部答复之后才能命名。") % {"count": open_ones})
    if objections.filter(is_upheld=True).exists():
        raise RuleBroken(_("有异议成立，不能命名，请办理“不予通过”。"))


def _name(application: Application, day: date, number: str, actor) -> None:
    cycle = application.cycle
    title = Title(
        application=application, community=application.community, level=cycle.level, batch=cycle.batch,
        number=number, conferred_on=day, due_on=day + RECHECKED_AFTER,
    )  # fmt: skip
    with writing(title, NAME, actor=actor):
        pass
