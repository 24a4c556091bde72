"""What agencies say of themselves, and what the office finds, indicator by indicator."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import is_signed_in
from cms.assessment.enums import IndicatorKind
from cms.core.conflicts import SEEN
from cms.core.errors import RuleBroken
from cms.core.writing import Action, writing
from cms.reviews.enums import RoundState, Source
from cms.reviews.models import Entry, Indicator, Participant
from cms.reviews.permissions import acts_for_participant, can_run_reviews, is_not_own_agency

FINDING = ("office_score", "count", "hit", "office_words", "exempt_reason")


def _of_own_agency(user, entry: Entry) -> bool:
    return acts_for_participant(user, entry.participant)


def takes_self_assessment(participant: Participant) -> bool:
    """To the end of the last day."""
    held = participant.round
    return held.state == RoundState.SELF and timezone.localdate() <= held.self_until


def _of_another_agency(user, entry: Entry) -> bool:
    return is_not_own_agency(user, entry.participant)


def _being_scored(entry: Entry) -> bool:
    return entry.participant.round.state in (RoundState.SCORING, RoundState.PROVISIONAL)


SELF_IS_OVER = _("自评已经结束，不能再改；确有差错，可在反馈结果后申诉。")
ASSESS_SELF = Action[Entry](
    "reviews.entry.assess_self",
    _("自评"),
    is_signed_in,
    writes=("participant", "indicator", "self_score", "self_words"),
    of=_of_own_agency,
    when=lambda entry: takes_self_assessment(entry.participant),
    otherwise=SELF_IS_OVER,
)
SCORE = Action[Entry](
    "reviews.entry.score",
    _("评分"),
    can_run_reviews,
    writes=("participant", "indicator", *FINDING),
    of=_of_another_agency,
    refusal=_("不能给自己所在的单位评分，请普法办另一位同事评。"),
    when=_being_scored,
    otherwise=_("自评结束之后、定稿之前才能评分。"),
)
SUBMIT_SELF = Action[Participant](
    "reviews.participant.submit_self",
    _("提交自评"),
    is_signed_in,
    writes=("self_submitted_at",),
    of=acts_for_participant,
    when=takes_self_assessment,
    otherwise=SELF_IS_OVER,
)


@transaction.atomic
def assess_self(participant: Participant, values: Mapping[Indicator, Mapping[str, Any]], *, actor) -> None:
    """Keep what the agency says of each indicator (`self_score`, `self_words`); all of it or nothing.

    `seen` beside them is the version it was written on: StaleRecord where there is a newer one.

    It may be changed until the last day; the submission tells the office that it is there.
    """
    for indicator, said in values.items():
        if indicator.kind != IndicatorKind.POINTS and said.get("self_score") is not None:
            raise RuleBroken(_("%(key)s 由记录计数，不用自己打分。") % {"key": indicator.key})
        _keep(participant, indicator, ASSESS_SELF, said, actor)
    with writing(participant, SUBMIT_SELF, actor=actor) as held:
        held.self_submitted_at = timezone.now()


@transaction.atomic
def score(findings: Mapping[tuple[Participant, Indicator], Mapping[str, Any]], *, actor) -> None:
    """Keep what the office finds; all of it or nothing. A finding names some of `FINDING`.

    It may say which version of the entry it was written on (`seen`): StaleRecord where there is a newer one.

    Raises RuleBroken for a number other than the record's, a veto, or a change after the result was told,
    without a reason.
    """
    for (participant, indicator), finding in findings.items():
        _check(participant, indicator, finding)
        _keep(participant, indicator, SCORE, finding, actor)


def _check(participant: Participant, indicator: Indicator, finding: Mapping[str, Any]) -> None:
    words = str(finding.get("office_words") or "").strip()
    key = indicator.key
    if participant.round.told_on and not words:
        raise RuleBroken(_("%(key)s 的结果已经反馈给单位，改动要写明理由。") % {"key": key})
    if finding.get("count") is not None and indicator.source != Source.OFFICE and not words:
        raise RuleBroken(_("%(key)s 改了记录里的次数，请写明理由。") % {"key": key})
    if finding.get("hit") and not words:
        raise RuleBroken(_("%(key)s 有否决情形，请写明事由。") % {"key": key})
    if finding.get("exempt_reason") and indicator.kind in (IndicatorKind.BONUS, IndicatorKind.VETO):
        raise RuleBroken(_("%(key)s 是加分或一票否决的指标，不能列为不适用。") % {"key": key})
    if finding.get("office_score") is not None and indicator.kind != IndicatorKind.POINTS:
        raise RuleBroken(_("%(key)s 不是打分的指标，请填次数。") % {"key": key})


def _keep(
    participant: Participant,
    indicator: Indicator,
    action: Action[Entry],
    values: Mapping[str, Any],
    actor,
) -> None:
    said = {name: value for name, value in values.items() if name != SEEN}
    entry = Entry.objects.filter(participant=participant, indicator=indicator).first()
    if entry is None and all(value is None or value is False or value == "" for value in said.values()):
        return
    entry = entry or Entry(participant=participant, indicator=indicator)
    if entry._state.adding:
        action.ask(actor, entry)
    with writing(entry, action, actor=actor, seen=values.get(SEEN)) as held:
        for name, value in said.items():
            setattr(held, name, _rounded(value))


def _rounded(value):
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value
