"""What rests on a changed law: noted once a change, decided once."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.writing import Action, anyone, removing, writing
from cms.reports.enums import Verdict
from cms.reports.models import LawImpact
from cms.reports.permissions import can_reconsider
from cms.reports.queries.law_changes import (
    impacts_to_hand_on,
    recent_changes,
    resting,
    still_resting,
    waiting_impacts,
)

# What the held texts say, not what somebody decides.
NOTE = Action[LawImpact]("reports.lawimpact.create", "", anyone)

# What waits about a duty goes where the duty went.
FOLLOW = Action[LawImpact](
    "reports.lawimpact.follow",
    _("随清单更正"),
    anyone,
    writes=("object_id", "title"),
    when=lambda impact: impact.verdict == Verdict.WAITING,
)
PUT_ASIDE = Action[LawImpact](
    "reports.lawimpact.put_aside",
    _("不再需要核对"),
    anyone,
    when=lambda impact: impact.verdict == Verdict.WAITING,
    otherwise=_("这一条已经核对过。"),
)


def _deciding(name: str, label) -> Action[LawImpact]:
    return Action[LawImpact](
        f"reports.lawimpact.{name}",
        label,
        can_reconsider,
        writes=("verdict", "reason", "decided_by", "decided_at"),
        when=lambda impact: impact.verdict == Verdict.WAITING,
        otherwise=_("这一条已经核对过。"),
        reason=_("请写明核对的情况。"),
    )


STILL_RIGHT = _deciding("right", _("仍然正确"))
CHANGED = _deciding("changed", _("已修改"))
WITHDRAWN = _deciding("withdrawn", _("已撤下"))


@transaction.atomic
def note_impacts(on: datetime.date) -> int:
    """Put on the list what rests on a law that has changed; returns how much is new. Safe to repeat."""
    _follow_corrections()
    new = 0
    known = set(LawImpact.objects.values_list("law", "changed_on", "content_type", "object_id"))
    for change in recent_changes(on):
        for kind, row in resting(change):
            content_type = ContentType.objects.get_for_model(row)
            if (change.law.pk, change.day, content_type.pk, row.pk) in known:
                continue
            impact = LawImpact(
                law=change.law, changed_on=change.day, change=change.told, kind=kind,
                content_type=content_type, object_id=row.pk, title=str(row)[:200],
            )  # fmt: skip
            with writing(impact, NOTE, actor=None):
                new += 1
    return new


def _follow_corrections() -> None:
    """What waits about a duty of a replaced list goes on about the same duty of the version that holds.

    That one is newer than the law: nobody would be asked about it otherwise.
    """
    for impact, heir in impacts_to_hand_on():
        with writing(impact, FOLLOW, actor=None) as held:
            held.object_id, held.title = heir.pk, str(heir)[:200]


@transaction.atomic
def put_aside_gone() -> int:
    """Ask no more about what rests on its law no longer: withdrawn since, or replaced by a newer version.

    Returns how many. What was decided stays; what comes before the public again is asked about again.
    """
    waiting = list(waiting_impacts())
    standing = set(still_resting({impact.law for impact in waiting}))
    gone = [each for each in waiting if (each.law_id, each.content_type_id, each.object_id) not in standing]
    for impact in gone:
        removing(impact, PUT_ASIDE, actor=None)
    return len(gone)


def find_right(impact: LawImpact, *, reason: str, actor, seen: str | None = None) -> LawImpact:
    """The words still hold under the law as it stands now."""
    return _decide(impact, STILL_RIGHT, Verdict.RIGHT, reason, actor, seen)


def find_changed(impact: LawImpact, *, reason: str, actor, seen: str | None = None) -> LawImpact:
    return _decide(impact, CHANGED, Verdict.CHANGED, reason, actor, seen)


def find_withdrawn(impact: LawImpact, *, reason: str, actor, seen: str | None = None) -> LawImpact:
    return _decide(impact, WITHDRAWN, Verdict.WITHDRAWN, reason, actor, seen)


def _decide(impact: LawImpact, action, verdict: Verdict, reason: str, actor, seen) -> LawImpact:
    with writing(impact, action, actor=actor, seen=seen, reason=reason) as held:
        held.verdict, held.reason = verdict, reason.strip()
        held.decided_by, held.decided_at = actor, timezone.now()
    return held
