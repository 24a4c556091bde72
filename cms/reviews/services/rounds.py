"""A round from its preparation to the day it is frozen."""

import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.agencies.models import Agency
from cms.assessment.outcomes import Outcome, computed
from cms.assessment.sealing import canonical, seal
from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import Action, anyone, standing, write, writing
from cms.reviews.enums import RoundState
from cms.reviews.models import FrozenYear, Participant, Round
from cms.reviews.permissions import can_run_reviews
from cms.reviews.queries.documents import document_of, problems_of
from cms.reviews.queries.outcomes import seals
from search.chinese.dates import chinese_date

ROUND_WORDS = ("scheme", "self_until", "scoring_until", "appeal_workdays", "panel_sees_self")


def _in_preparation(user, part: Participant) -> bool:
    return part.round.state == RoundState.PREPARING


PREPARE = Action[Round]("reviews.round.create", _("新增"), can_run_reviews, writes=ROUND_WORDS)
CHANGE = Action[Round](
    "reviews.round.change",
    _("修改"),
    can_run_reviews,
    writes=ROUND_WORDS,
    when=standing(RoundState.PREPARING),
    otherwise=_("评议已经开始，只能延长期限。"),
)
EXTEND = Action[Round](
    "reviews.round.extend",
    _("延长期限"),
    can_run_reviews,
    writes=("self_until", "scoring_until"),
    when=standing(RoundState.SELF, RoundState.SCORING),
    otherwise=_("只有自评和评分的期限可以延长。"),
    reason=_("请写明延长的理由。"),
)
INVITE = Action[Participant](
    "reviews.participant.create",
    _("列入参评"),
    can_run_reviews,
    writes=("round", "agency"),
    of=_in_preparation,
    refusal=_("评议已经开始，参评单位不再增减。"),
)
EXCUSE = Action[Participant](
    "reviews.participant.delete",
    _("移出参评"),
    can_run_reviews,
    of=_in_preparation,
    refusal=_("评议已经开始，参评单位不再增减。"),
)
OPEN = Action[Round](
    "reviews.round.open",
    _("开始自评"),
    can_run_reviews,
    writes=("state",),
    when=standing(RoundState.PREPARING),
    otherwise=_("只有筹备中的评议可以开始。"),
)
CLOSE_SELF = Action[Round](
    "reviews.round.close_self",
    _("结束自评，开始评分"),
    can_run_reviews,
    writes=("state",),
    when=standing(RoundState.SELF),
    otherwise=_("只有自评阶段可以转入评分。"),
)
FREEZE = Action[Round](
    "reviews.round.freeze",
    _("定稿"),
    can_run_reviews,
    writes=("state",),
    when=standing(RoundState.PROVISIONAL),
    otherwise=_("结果反馈、申诉办结之后才能定稿。"),
)
PUBLISH = Action[Round](
    "reviews.round.publish",
    _("公布等次"),
    can_run_reviews,
    writes=("published_at",),
    when=lambda round: round.state == RoundState.FROZEN and round.published_at is None,
    otherwise=_("只有定稿后、尚未公布的评议可以公布。"),
)
# Part of the freezing, which asked who may.
SEAL = Action[FrozenYear]("reviews.frozenyear.create", _("封存"), anyone)


@transaction.atomic
def prepare_round(*, actor, **values) -> Round:
    """A round of every active agency; those that do not take part are taken out before it opens."""
    round = Round()
    write(round, PREPARE, values, actor=actor)
    for agency in Agency.objects.filter(is_active=True):
        invite(round, agency, actor=actor)
    return round


def invite(round: Round, agency: Agency, *, actor) -> Participant:
    participant = Participant(round=round, agency=agency, code=agency.code)
    with writing(participant, INVITE, actor=actor):
        return participant


def open_round(round: Round, *, actor, seen: str | None = None) -> Round:
    """From here on the scheme and who takes part stand."""
    with writing(round, OPEN, actor=actor, seen=seen) as held:
        if problems := problems_of(held.scheme):
            raise RuleBroken([_("方案还不能用："), *problems])
        if not held.participants.exists():
            raise RuleBroken(_("还没有参评单位，请先列入。"))
        if held.self_until < timezone.localdate():
            raise RuleBroken(_("自评截止日已过，请先改期。"))
        held.state = RoundState.SELF
    return held


def extend_round(
    round: Round, *, self_until, scoring_until, reason: str, actor, seen: str | None = None
) -> Round:
    with writing(round, EXTEND, actor=actor, seen=seen, reason=reason) as held:
        if self_until < held.self_until or scoring_until < held.scoring_until:
            raise RuleBroken(_("期限只能延长，不能提前。"))
        held.self_until, held.scoring_until = self_until, scoring_until
    return held


def close_self_assessment(round: Round, *, actor, seen: str | None = None) -> Round:
    """Agencies write no more; the office, the panel and the public begin."""
    with writing(round, CLOSE_SELF, actor=actor, seen=seen) as held:
        held.state = RoundState.SCORING
    return held


@transaction.atomic
def freeze_round(round: Round, *, actor, seen: str | None = None) -> Round:
    """Document and result as one text for ever, chained to the year before."""
    with writing(round, FREEZE, actor=actor, seen=seen) as held:
        today = timezone.localdate()
        if held.appeal_until is None or today <= held.appeal_until:
            last = chinese_date(held.appeal_until) if held.appeal_until else ""
            raise RuleBroken(_("申诉期到%(day)s为止，之后才能定稿。") % {"day": last})
        open_appeals = [
            str(each.agency)
            for each in held.participants.filter(appeals__answered_at=None, appeals__isnull=False)
        ]
        if open_appeals:
            raise RuleBroken(_("还有申诉没有答复：%(who)s。") % {"who": "、".join(open_appeals)})
        outcome = computed(document_of(held, today))
        if outcome.incomplete:
            raise RuleBroken(_("还有单位没有总分，请先补齐。"))
        _seal(held, outcome, actor)
        held.state = RoundState.FROZEN
    return held


def publish_result(round: Round, *, actor, seen: str | None = None) -> Round:
    """The public may read the grades, in the order of the list; never a ranking."""
    with writing(round, PUBLISH, actor=actor, seen=seen) as held:
        refuse_personal_numbers(held.scheme)
        held.published_at = timezone.now()
    return held


def _seal(round: Round, outcome: Outcome, actor) -> None:
    content = canonical(json.loads(json.dumps(outcome.as_json())))
    before = seals()
    sealed = seal(str(round), content, before[-1] if before else None)
    frozen = FrozenYear(
        year=round.year,
        name=sealed.name,
        content=sealed.content.decode(),
        previous=sealed.previous,
        digest=sealed.digest,
    )
    with writing(frozen, SEAL, actor=actor):
        pass
