"""The public's vote: one ballot a verified visitor and round, and no trace of what was on it."""

from collections.abc import Mapping

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.protected import fingerprint
from cms.core.writing import Action, anyone, writing
from cms.reviews.enums import GroupKind
from cms.reviews.models import LEVELS, Ballot, Participant, Round
from cms.reviews.services.panels import takes_scores

SALT, PURPOSE = "reviews.ballot", "reviews.ballot"
LINK_SECONDS = 24 * 3600
CAST = Action[Ballot](
    "reviews.ballot.cast",
    _("投票"),
    anyone,
    when=lambda ballot: takes_votes(ballot.round),
    otherwise=_("投票已经结束。"),
)


def takes_votes(round: Round) -> bool:
    return takes_scores(round) and round.scheme.groups.filter(kind=GroupKind.VOTE).exists()


def mark_of_account(round: Round, user) -> str:
    return fingerprint(f"{round.pk}:account:{user.pk}", PURPOSE)


def mark_of_mailbox(round: Round, email: str) -> str:
    return fingerprint(f"{round.pk}:mail:{email.strip().lower()}", PURPOSE)


def mark_of_telephone(round: Round, number: str) -> str:
    return fingerprint(f"{round.pk}:phone:{number}", PURPOSE)


def token_for(round: Round, mark: str) -> str:
    """What the link to a mailbox or telephone ends with: it tells neither to anybody."""
    return signing.dumps([round.pk, mark], salt=SALT)


def mark_by(round: Round, token: str) -> str | None:
    """The mark of the visitor who has the link; None of a forged or old link, or one of another round."""
    try:
        key, mark = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return mark if key == round.pk else None


def has_voted(round: Round, mark: str) -> bool:
    return Ballot.objects.filter(round=round, mark=mark).exists()


@transaction.atomic
def cast_ballot(round: Round, mark: str, choices: Mapping[Participant, int]) -> Ballot:
    """Count each choice (5 to 1) of one visitor. RuleBroken where they have voted, or chose nothing."""
    if not choices:
        raise RuleBroken(_("还没有选择，请至少评一个单位。"))
    if not set(choices.values()) <= set(LEVELS) or any(each.round_id != round.pk for each in choices):
        raise RuleBroken(_("选票不对，请重新填写。"))
    ballot = Ballot(round=round, mark=mark)
    CAST.ask(None, ballot)
    if has_voted(round, mark):
        raise RuleBroken(_("您已经投过票了，每人每轮只投一次。"))
    with writing(ballot, CAST, actor=None):
        pass
    for participant, level in choices.items():
        Participant.objects.filter(pk=participant.pk).count_vote(level)
    return ballot
