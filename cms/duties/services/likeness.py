"""Whether two records tell of one activity: a reviewer says so, once."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, writing
from cms.duties.models import ActivityRecord, LikenessDecision
from cms.duties.permissions import can_tell_apart, is_activity_reviewer

DECIDE = Action[LikenessDecision](
    "duties.likenessdecision.decide",
    _("判定是否重复"),
    is_activity_reviewer,
    writes=("verdict", "decided_by", "decided_by_name"),
    of=can_tell_apart,
    refusal=_("两条里有您记录的或您所在单位的，由其他审核员判定。"),
)


@transaction.atomic
def decide_likeness(
    activity: ActivityRecord, *, actor, other: ActivityRecord, verdict: str
) -> LikenessDecision:
    """Remember what the reviewer says of the two; nothing else happens to either. May be said anew."""
    if activity == other:
        raise RuleBroken(_("一条记录不必和自己比较。"))
    first, second = sorted((activity, other), key=lambda each: each.pk)
    known = LikenessDecision.objects.filter(first=first, second=second).first()
    decision = known or LikenessDecision(first=first, second=second)
    with writing(decision, DECIDE, actor=actor) as held:
        held.verdict = verdict
        held.decided_by, held.decided_by_name = actor, str(actor)
    return held
