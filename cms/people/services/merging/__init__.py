"""Two records that are one person become one, by a decision of the office that can be taken back."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.values import version_of
from cms.core.writing import Action, StaleRecord, anyone, locked, removing, writing
from cms.people.models import Consent, Distinction, Merge, Person, ServiceRecord
from cms.people.permissions import can_manage_people
from cms.people.queries.sameness import are_distinguished, are_two_by_number
from cms.people.services.merging import settling
from cms.people.services.merging.folding import change, fold, unfold

__all__ = ["distinguish", "merge", "seal", "settling", "undistinguish", "undo"]

# What is known of a person: of each, one of the two values stays.
FIELDS = (
    "name", "gender", "birth", "ethnicity", "political_status", "education", "skills", "phone",
    "identity_number", "guardian_name", "guardian_phone",
)  # fmt: skip
# By then a mistake has been found.
SEALED_AFTER = timedelta(days=180)
MERGE = Action[Person](
    "people.person.merge",
    _("合并"),
    can_manage_people,
    reason=_("请写明怎样核实是同一个人，例如当面核对、电话核实。"),
)
TAKE = Action[Person]("people.merge.take", _("采用另一条记录的内容"), anyone, writes=FIELDS)
NOTE = Action[Merge]("people.merge.create", "", anyone)
UNDO = Action[Merge](
    "people.merge.undo",
    _("撤销合并"),
    can_manage_people,
    writes=("undone_on", "journal"),
    when=lambda merge: merge.undone_on is None and merge.journal != "",
    otherwise=_("这次合并已经撤销，或者已过180天，撤销所需的内容已按期清除。确是两个人的，请另建一条记录。"),
    reason=_("请写明为什么要撤销。"),
)
SEAL = Action[Merge]("people.merge.seal", _("到期清除撤销所需的内容"), anyone, writes=("journal",))
DISTINGUISH = Action[Distinction]("people.distinction.create", _("认定不是同一人"), can_manage_people)
UNDISTINGUISH = Action[Distinction]("people.distinction.delete", _("撤回认定"), can_manage_people)


@transaction.atomic
def merge(
    kept: Person,
    gone: Person,
    take: Iterable[str] = (),
    *,
    reason: str,
    actor,
    seen: str | None = None,
    seen_gone: str | None = None,
) -> Merge:
    """Let `kept` have all that `gone` has; of the fields named in `take` the value of `gone` stays.

    RuleBroken for two identity numbers, for who was found to be two, and where both have what one person
    cannot have twice; then nothing has changed.
    """
    if kept.pk == gone.pk:
        raise RuleBroken(_("请选择两条不同的记录。"))
    # In one order, whoever asks: two at once wait for one another.
    held = {each.pk: locked(each) for each in sorted((kept, gone), key=lambda person: person.pk)}
    kept, gone = held[kept.pk], held[gone.pk]
    journal: list[dict[str, Any]] = []
    with writing(
        kept, MERGE, actor=actor, seen=seen, reason=reason, gone=f"{gone._meta.verbose_name}{gone.pk}"
    ) as record:
        if seen_gone is not None and seen_gone != version_of(gone):
            raise StaleRecord
        _refuse_two(record, gone)
        values = {name: getattr(gone, name) for name in FIELDS if name in set(take)}
        _heed_withdrawals(record, gone, journal, actor)
        _heed_withdrawals(gone, record, journal, actor)
        key, name = gone.pk, str(gone)
        fold(gone, record, journal, actor=actor)
        change(record, values, journal, actor=actor, action=TAKE)
    made = Merge(
        kept=kept, gone_key=key, gone_name=name, reason=reason.strip(), by=actor, journal=json.dumps(journal)
    )
    with writing(made, NOTE, actor=actor):
        return made


@transaction.atomic
def undo(done: Merge, *, reason: str, actor, seen: str | None = None) -> Merge:
    """Bring the record back with all it had. RuleBroken where something of it has been changed since."""
    with writing(done, UNDO, actor=actor, seen=seen, reason=reason) as held:
        locked(held.kept)
        later = Merge.objects.filter(kept=held.kept, undone_on=None, pk__gt=held.pk).first()
        if later:
            raise RuleBroken(_("请先撤销后来的合并（%(merge)s）。") % {"merge": later})
        unfold(json.loads(held.journal), actor=actor)
        held.undone_on, held.journal = timezone.localdate(), ""
    return held


@transaction.atomic
def seal(on: date) -> int:
    """Empty what a merge could be taken back with, long after it; returns how many. The merge stays.

    The journal holds both records as they were, so it is no longer kept than a mistake needs to be found.
    """
    over = Merge.objects.filter(undone_on=None, created_at__date__lt=on - SEALED_AFTER)
    # What is encrypted can be measured, not compared.
    found = over.annotate(length=Length("journal")).filter(length__gt=0)
    for merge in found:
        with writing(merge, SEAL, actor=None) as held:
            held.journal = ""
    return len(found)


def distinguish(first: Person, second: Person, *, actor) -> Distinction:
    """Say that they are two; they are not suggested again."""
    older, younger = sorted((first, second), key=lambda person: person.pk)
    found = Distinction(first=older, second=younger)
    with writing(found, DISTINGUISH, actor=actor):
        if older == younger:
            raise RuleBroken(_("请选择两条不同的记录。"))
    return found


def undistinguish(found: Distinction, *, actor) -> None:
    removing(found, UNDISTINGUISH, actor=actor)


def _refuse_two(kept: Person, gone: Person) -> None:
    if are_two_by_number(kept, gone):
        raise RuleBroken(_("两条记录的身份证号不同，是两个人，不能合并。号码登错的，请先更正。"))
    if are_distinguished(kept, gone):
        raise RuleBroken(_("已认定不是同一人，不能合并。认定有误的，请先撤回认定。"))
    theirs = ServiceRecord.objects.select_related("appointment")
    of_kept = list(theirs.filter(appointment__person=kept))
    for one in theirs.filter(appointment__person=gone):
        for other in of_kept:
            if one.overlaps(other) and not _are_twins(one, other):
                told = _("%(day)s的服务时间重叠（%(one)s、%(other)s）：请先更正或删去其中一条，再合并。")
                raise RuleBroken(
                    told % {"day": one.date, "one": one.activity, "other": other.activity},
                )


def _are_twins(one: ServiceRecord, other: ServiceRecord) -> bool:
    """Whether both stand in what becomes one appointment, at one time."""
    places = {(each.appointment.role, each.appointment.community_id, each.start) for each in (one, other)}
    return len(places) == 1


def _heed_withdrawals(one: Person, other: Person, journal: list[dict[str, Any]], actor) -> None:
    """What a person withdrew under one name, they withdrew: what stood under the other ends that day."""
    for given in Consent.objects.filter(person=one, withdrawn_on=None):
        withdrawn = Consent.objects.filter(
            person=other, purpose=given.purpose, withdrawn_on__gte=given.given_on
        ).order_by("-withdrawn_on")
        if last := withdrawn.first():
            change(given, {"withdrawn_on": last.withdrawn_on}, journal, actor=actor)
