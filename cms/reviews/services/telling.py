"""What the agencies are told of their results; the counts stand as they were told."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.assessment.outcomes import Outcome, computed
from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, standing, writing
from cms.inbox.enums import MessageKind
from cms.inbox.services import send
from cms.reviews.enums import RoundState
from cms.reviews.models import Participant, Round
from cms.reviews.permissions import can_run_reviews
from cms.reviews.queries.documents import document_of, document_with
from cms.reviews.queries.evidence import Counts, indicators_of, recounted

TELL = Action[Round](
    "reviews.round.tell",
    _("结束评分，向单位反馈结果"),
    can_run_reviews,
    writes=("state", "told_on"),
    when=standing(RoundState.SCORING),
    otherwise=_("只有评分阶段可以反馈结果。"),
)
RECOUNT = Action[Round](
    "reviews.round.recount",
    _("按记录重新计数，再次反馈"),
    can_run_reviews,
    writes=("told_on",),
    when=standing(RoundState.PROVISIONAL),
    otherwise=_("结果反馈之后、定稿之前才能重新计数。"),
    reason=_("请写明为什么重新计数，单位会看到。"),
)
# Part of the telling, which asked who may.
COUNT = Action[Participant]("reviews.participant.count", _("记下次数"), anyone, writes=("counted",))


def tell_results(round: Round, *, actor, seen: str | None = None) -> Round:
    """Each agency may read its own result and appeal. RuleBroken names the agencies that have none yet."""
    with writing(round, TELL, actor=actor, seen=seen) as held:
        today = timezone.localdate()
        indicators = indicators_of(held.scheme)
        counts = recounted(held, indicators, today)
        if missing := computed(document_with(held, indicators, counts)).incomplete:
            told = [f"{name}：{'；'.join(notes)}" for name, notes in missing[:5]]
            more = [_("等 %(count)s 个单位") % {"count": len(missing)}] if len(missing) > 5 else []
            raise RuleBroken([_("还有单位没有总分，不能反馈："), *told, *more])
        participants = list(held.participants.select_related("agency"))
        _keep(participants, indicators, counts, actor)
        _remind(participants, _("%(round)s的结果已反馈，可以查看、申诉") % {"round": held}, today)
        held.state, held.told_on = RoundState.PROVISIONAL, today
    return held


def recount_round(round: Round, *, reason: str, actor, seen: str | None = None) -> Round:
    """Count anew what the record holds now; who is told another result may appeal from this day on."""
    with writing(round, RECOUNT, actor=actor, seen=seen, reason=reason) as held:
        today = timezone.localdate()
        indicators = indicators_of(held.scheme)
        counts = recounted(held, indicators, today)
        before, after = computed(document_of(held, today)), computed(document_with(held, indicators, counts))
        changed = _told_otherwise(held, before, after)
        if not changed:
            raise RuleBroken(_("记录与反馈时相同，结果没有变化。"))
        _keep(held.participants.all(), indicators, counts, actor)
        said = _("%(round)s的结果有变动，重新反馈：%(reason)s") % {"round": held, "reason": reason.strip()}
        _remind(changed, said, today)
        held.told_on = today
    return held


def _told_otherwise(round: Round, before: Outcome, after: Outcome) -> list[Participant]:
    """Those whose sheet reads otherwise."""
    differ = {new.code for old, new in zip(before.sheets(), after.sheets(), strict=True) if old != new}
    return list(round.participants.filter(code__in=differ).select_related("agency"))


def _keep(participants: Iterable[Participant], indicators, counts: Counts, actor) -> None:
    for participant in participants:
        with writing(participant, COUNT, actor=actor) as held:
            held.counted = {
                each.key: counts[each.pk, held.agency_id]
                for each in indicators
                if (each.pk, held.agency_id) in counts
            }


def _remind(participants: Iterable[Participant], text: str, on: date) -> None:
    """Once a day for each account that acts for one of them."""
    for participant in participants:
        link = reverse("portal:review", args=[participant.pk])
        for account in User.objects.filter(memberships__agency=participant.agency_id, is_active=True):
            send(account, MessageKind.RESULT, f"review:{participant.pk}:{on}", str(text), link, on=on)
