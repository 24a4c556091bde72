"""How the agencies stand to a draft on which they are asked."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from cms.agencies.models import Agency
from cms.agencies.queries import agencies_of
from cms.duties.enums import ListState, ProposalState
from cms.duties.models import DutyItem, DutyList, Proposal


@dataclass(frozen=True)
class Standing:
    """One agency and a draft, seen on one day; silence is stored once the list is approved."""

    agency: Agency
    confirmed_at: datetime.datetime | None
    proposals: int
    is_past: bool

    @property
    def told(self) -> str:
        if self.confirmed_at:
            return "已确认"
        said = f"提了 {self.proposals} 条意见，" if self.proposals else ""
        return f"{said}{'期满未确认' if self.is_past else '尚未确认'}"


def standings(duty_list: DutyList, on: datetime.date) -> list[Standing]:
    """Every active agency, in the order of codes; [] of a list on which nobody was asked."""
    if duty_list.comments_until is None:
        return []
    confirmed = dict(duty_list.confirmations.filter(is_silent=False).values_list("agency", "at"))
    proposed: dict[int, int] = {}
    for agency in duty_list.proposals.values_list("agency", flat=True):
        proposed[agency] = proposed.get(agency, 0) + 1
    return [
        Standing(each, confirmed.get(each.pk), proposed.get(each.pk, 0), on > duty_list.comments_until)
        for each in Agency.objects.filter(is_active=True)
    ]


def unconfirmed(duty_list: DutyList) -> QuerySet[Agency]:
    """The active agencies that have said neither yes nor nothing to the end."""
    said = duty_list.confirmations.values("agency")
    return Agency.objects.filter(is_active=True).exclude(pk__in=said)


def drafts_to_comment(user) -> QuerySet[DutyList]:
    """The drafts on which the account's agencies are, or were, asked."""
    found = DutyList.objects.filter(state=ListState.DRAFT, comments_until__isnull=False)
    return found if agencies_of(user).exists() else found.none()


def items_to_confirm(duty_list: DutyList, agency: Agency) -> QuerySet[DutyItem]:
    """What the agency would owe: its own and the common ones."""
    owed = duty_list.items.owed_by(agency).select_related("agency")
    return owed.prefetch_related("laws", "articles").order_by("key")


def proposals_of(duty_list: DutyList, agency: Agency) -> QuerySet[Proposal]:
    return duty_list.proposals.filter(agency=agency)


def open_proposals(duty_list: DutyList) -> QuerySet[Proposal]:
    return duty_list.proposals.filter(state=ProposalState.OPEN)
