"""The site looks itself over: what is new is noted, what is mended ends, what may stay is told why."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.writing import Action, anyone, standing, writing
from cms.inspection.enums import FindingKind, FindingState
from cms.inspection.models import Finding, InspectionSetting
from cms.inspection.permissions import can_tolerate_findings
from cms.inspection.queries import all_amiss, links_amiss
from cms.inspection.queries.found import Found

TOLD = ("subject", "told", "link", "responsible")
# What a walk over the links alone can tell.
OF_LINKS = {FindingKind.LINK, FindingKind.FAULT, FindingKind.FOREIGN_LINK}
# What the site itself sees; nobody asks for it, and every night it would fill the trail.
NOTE = Action[Finding]("inspection.finding.create", "", anyone, writes=TOLD)
END = Action[Finding]("inspection.finding.end", "", anyone, writes=("state", "ended_on"))
TOLERATE = Action[Finding](
    "inspection.finding.tolerate",
    _("不必改"),
    can_tolerate_findings,
    writes=("state", "reason"),
    when=standing(FindingState.OPEN),
    otherwise=_("只有要改的可以这样处理。"),
    reason=_("请写明为什么不必改。"),
)
TAKE_UP = Action[Finding](
    "inspection.finding.take_up",
    _("还是要改"),
    can_tolerate_findings,
    writes=("state", "reason"),
    when=standing(FindingState.TOLERATED),
    otherwise=_("只有“不必改”的可以收回。"),
)


@dataclass(frozen=True)
class Outcome:
    """How many findings are new, are mended, stand; how many pages were visited, whether there are more."""

    new: int
    ended: int
    standing: int
    visited: int = 0
    is_cut: bool = False


def inspect(now: datetime.datetime, *, walks: bool = True) -> Outcome:
    """Look over all that the public sees, and note it. Without the walk, what is known of links stays."""
    limits = InspectionSetting.load()
    found = list(all_amiss(now, limits))
    seen = None
    if walks:
        seen, of_links = links_amiss(limits)
        found += of_links
    checked = {*FindingKind} if walks else {*FindingKind} - OF_LINKS
    new, ended, left = _settle(found, checked, timezone.localdate(now))
    return Outcome(new, ended, left, seen.visited if seen else 0, bool(seen and seen.is_cut))


def tolerate(finding: Finding, *, reason: str, actor, seen: str | None = None) -> Finding:
    """It stays as it is, and is not told of again as long as it lasts."""
    with writing(finding, TOLERATE, actor=actor, seen=seen, reason=reason) as held:
        held.state, held.reason = FindingState.TOLERATED, reason.strip()
    return held


def take_up(finding: Finding, *, actor, seen: str | None = None) -> Finding:
    with writing(finding, TAKE_UP, actor=actor, seen=seen) as held:
        held.state, held.reason = FindingState.OPEN, ""
    return held


@transaction.atomic
def _settle(found: Iterable[Found], checked: set[FindingKind], on: datetime.date) -> tuple[int, int, int]:
    known = {(row.kind, row.key): row for row in Finding.objects.filter(ended_on=None, kind__in=checked)}
    # A link may stand on many pages: it is one finding.
    wanted = {(each.kind, each.key): each for each in found}
    new = 0
    for identity, each in wanted.items():
        row = known.pop(identity, None)
        if row is None:
            row, new = Finding(kind=each.kind, key=each.key, since=on), new + 1
        elif all(getattr(row, name) == str(getattr(each, name)) for name in TOLD):
            continue
        with writing(row, NOTE, actor=None) as held:
            for name in TOLD:
                setattr(held, name, str(getattr(each, name)))
    for row in known.values():
        with writing(row, END, actor=None) as held:
            held.state, held.ended_on = FindingState.MENDED, on
    return new, len(known), len(wanted)
