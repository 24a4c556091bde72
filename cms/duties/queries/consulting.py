"""How the agencies stand to a draft on which they are asked."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, QuerySet

from cms.agencies.models import Agency
from cms.agencies.queries import agencies_of
from cms.duties.enums import ListState, ProposalState
from cms.duties.models import DutyItem, DutyList, ListConfirmation, Proposal
from cms.duties.queries import items_in_full
from cms.duties.queries.wording import in_words


@dataclass(frozen=True)
class Standing:
    """One agency and a draft, seen on one day; silence is stored once the list is approved."""

    agency: Agency
    confirmed_at: datetime.datetime | None
    proposals: int
    is_past: bool
    # Keys of what was changed, added or dropped since it confirmed.
    changed: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        if self.changed:
            return f"已确认，之后改动了{'、'.join(self.changed)}，{'期满' if self.is_past else '尚'}未再确认"
        if self.confirmed_at:
            return "已确认"
        said = f"提了 {self.proposals} 条意见，" if self.proposals else ""
        return f"{said}{'期满未确认' if self.is_past else '尚未确认'}"


def standings(duty_list: DutyList, on: datetime.date) -> list[Standing]:
    """Every active agency, in the order of codes; [] of a list on which nobody was asked."""
    if duty_list.comments_until is None:
        return []
    confirmed = {each.agency_id: each for each in duty_list.confirmations.filter(is_silent=False)}
    proposed: dict[int, int] = {}
    for agency in duty_list.proposals.values_list("agency", flat=True):
        proposed[agency] = proposed.get(agency, 0) + 1
    items = list(items_in_full(duty_list)) if confirmed else []
    past = on > duty_list.comments_until
    found = []
    for each in Agency.objects.filter(is_active=True):
        held = confirmed.get(each.pk)
        changed = changed_since(held, _words(items, each.pk)) if held else ()
        found.append(Standing(each, held.at if held else None, proposed.get(each.pk, 0), past, changed))
    return found


def unconfirmed(duty_list: DutyList) -> list[Agency]:
    """The active agencies that have agreed to nothing, or not to what the draft says now."""
    said = {each.agency_id: each for each in duty_list.confirmations.all()}
    items = list(items_in_full(duty_list)) if said else []
    return [
        each
        for each in Agency.objects.filter(is_active=True)
        if each.pk not in said or changed_since(said[each.pk], _words(items, each.pk))
    ]


def is_to_confirm(duty_list: DutyList, agency: Agency) -> bool:
    """The same of one agency."""
    said = duty_list.confirmations.filter(agency=agency).first()
    return said is None or bool(changed_since(said, words_to_confirm(duty_list, agency)))


def words_to_confirm(duty_list: DutyList, agency: Agency) -> dict[str, dict[str, str]]:
    """What the agency would owe, in words, by the key of each item."""
    return _words(list(items_in_full(duty_list)), agency.pk)


def changed_since(confirmation: ListConfirmation, now: dict[str, dict[str, str]]) -> tuple[str, ...]:
    """The keys of items that do not say any more what the agency confirmed."""
    then = confirmation.words
    if then is None:
        return ()
    return tuple(key for key in sorted(then.keys() | now.keys()) if then.get(key) != now.get(key))


def _words(items: list[DutyItem], agency: int) -> dict[str, dict[str, str]]:
    return {item.key: in_words(item) for item in items if _is_owed_by(item, agency)}


def _is_owed_by(item: DutyItem, agency: int) -> bool:
    """As `DutyItemQuerySet.owed_by` asks the database."""
    return item.agency_id in (None, agency) or agency in [each.pk for each in item.joint.all()]


def drafts_to_comment(user) -> QuerySet[DutyList]:
    """The drafts on which the account's agencies are, or were, asked."""
    return DutyList.objects.filter(
        Exists(agencies_of(user)), state=ListState.DRAFT, comments_until__isnull=False
    )


def items_to_confirm(duty_list: DutyList, agency: Agency) -> QuerySet[DutyItem]:
    """What the agency would owe: its own and the common ones."""
    owed = duty_list.items.owed_by(agency).select_related("agency")
    return owed.prefetch_related("laws", "articles").order_by("key")


def proposals_of(duty_list: DutyList, agency: Agency) -> QuerySet[Proposal]:
    return duty_list.proposals.filter(agency=agency)


def open_proposals(duty_list: DutyList) -> QuerySet[Proposal]:
    return duty_list.proposals.filter(state=ProposalState.OPEN)
