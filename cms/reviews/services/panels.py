"""The panel: assessors with a link of their own, who see neither each other's scores nor their own agency."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, write, writing
from cms.reviews.enums import RoundState
from cms.reviews.models import Assessor, PanelScore, Participant, Round
from cms.reviews.permissions import can_run_reviews, is_of_another_agency

SALT = "reviews.assessor"


def _before_results(user, assessor: Assessor) -> bool:
    return not assessor.round.is_told


def takes_scores(round: Round) -> bool:
    """Whether the panel scores now, and the public votes: to the end of the last day."""
    return round.state == RoundState.SCORING and timezone.localdate() <= round.scoring_until


ADD = Action[Assessor](
    "reviews.assessor.create",
    _("新增"),
    can_run_reviews,
    writes=("round", "name", "agency"),
    of=_before_results,
    refusal=_("结果已经反馈，评委不再增减。"),
)
# Who has scored keeps the agency they scored under.
CHANGE = replace(
    ADD,
    name="reviews.assessor.change",
    label=_("修改"),
    when=lambda assessor: not assessor.scores.all(),
    otherwise=_("这位评委已经打分，不能再改。"),
)
DELETE = replace(CHANGE, name="reviews.assessor.delete", label=_("删除"), writes=())
RENEW = Action[Assessor](
    "reviews.assessor.renew",
    _("换新链接"),
    can_run_reviews,
    writes=("link_number",),
    of=_before_results,
    refusal=_("结果已经反馈，链接已经失效。"),
)
SCORE = Action[PanelScore](
    "reviews.panelscore.score",
    _("评委打分"),
    anyone,
    writes=("assessor", "participant", "score"),
    of=lambda user, score: is_of_another_agency(score.assessor, score.participant),
    refusal=_("评委不评自己的单位。"),
    when=lambda score: takes_scores(score.assessor.round),
    otherwise=_("评分已经结束。"),
)


def add_assessor(round: Round, *, actor, **values) -> Assessor:
    assessor = Assessor(round=round)
    write(assessor, ADD, values, actor=actor)
    return assessor


def renew_link(assessor: Assessor, *, actor, seen: str | None = None) -> Assessor:
    """The link given out before opens nothing any more."""
    with writing(assessor, RENEW, actor=actor, seen=seen) as held:
        held.link_number += 1
    return held


def token_of(assessor: Assessor) -> str:
    """What the personal link ends with."""
    return signing.dumps([assessor.pk, assessor.link_number], salt=SALT)


def assessor_by(token: str) -> Assessor | None:
    """Whose link it is; None of a forged one, one that was replaced, and after the scoring."""
    try:
        key, number = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    found = (
        Assessor.objects.filter(pk=key, link_number=number).select_related("round__scheme", "agency").first()
    )
    return found if found and takes_scores(found.round) else None


@transaction.atomic
def give_scores(assessor: Assessor, scores: Mapping[Participant, Decimal]) -> None:
    """Keep an assessor's scores, 0 to 100 each, as many as are given; changed until the last day."""
    if not scores:
        raise RuleBroken(_("还没有填分数。"))
    for participant, value in scores.items():
        given = PanelScore.objects.filter(assessor=assessor, participant=participant).first()
        given = given or PanelScore(assessor=assessor, participant=participant, score=value)
        if given._state.adding:
            SCORE.ask(None, given)
        with writing(given, SCORE, actor=None, assessor=assessor.name) as held:
            held.score = value
