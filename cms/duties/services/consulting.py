"""Asking the agencies about a draft, and settling what they say."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.agencies.models import Agency
from cms.core.errors import RuleBroken
from cms.core.writing import Action, removing, writing
from cms.duties.enums import ListState, ProposalKind, ProposalState
from cms.duties.models import DutyItem, DutyList, ListConfirmation, Proposal
from cms.duties.permissions import acts_for_an_agency, can_log_for, can_manage_lists
from cms.duties.queries.consulting import changed_since, words_to_confirm


def _is_draft(duty_list: DutyList) -> bool:
    return duty_list.state == ListState.DRAFT


def is_asked(duty_list: DutyList) -> bool:
    """Whether agencies may speak now: to the end of the last day."""
    until = duty_list.comments_until
    return _is_draft(duty_list) and until is not None and timezone.localdate() <= until


def _for_own_agency(user, said) -> bool:
    return can_log_for(user, said.agency)


ASK = Action[DutyList](
    "duties.dutylist.ask",
    _("征求意见"),
    can_manage_lists,
    writes=("comments_until",),
    when=_is_draft,
    otherwise=_("只有拟定中的清单可以征求意见。"),
)
PROPOSE = Action[Proposal](
    "duties.proposal.create",
    _("提出意见"),
    acts_for_an_agency,
    writes=("list", "agency", "kind", "item", "item_key", "words"),
    of=_for_own_agency,
    when=lambda proposal: is_asked(proposal.list),
    otherwise=_("这份清单现在不征求意见。"),
)
WITHDRAW = Action[Proposal](
    "duties.proposal.delete",
    _("收回意见"),
    acts_for_an_agency,
    of=_for_own_agency,
    when=lambda proposal: proposal.state == ProposalState.OPEN and is_asked(proposal.list),
    otherwise=_("已经办理或者过了期限的意见不能收回。"),
)
CONFIRM = Action[ListConfirmation](
    "duties.listconfirmation.create",
    _("确认清单"),
    acts_for_an_agency,
    writes=("list", "agency", "by", "words"),
    of=_for_own_agency,
    when=lambda confirmation: is_asked(confirmation.list),
    otherwise=_("这份清单现在不征求意见。"),
)
CONFIRM_AGAIN = Action[ListConfirmation](
    "duties.listconfirmation.again",
    _("再次确认"),
    acts_for_an_agency,
    writes=("by", "at", "words"),
    of=_for_own_agency,
    when=lambda confirmation: is_asked(confirmation.list),
    otherwise=_("这份清单现在不征求意见。"),
)
TAKE = Action[Proposal](
    "duties.proposal.take",
    _("采纳"),
    can_manage_lists,
    writes=("state", "answer"),
    when=lambda proposal: proposal.state == ProposalState.OPEN and proposal.list.is_open,
    otherwise=_("这条意见已经办理。"),
    reason=_("请写明怎样采纳；条目请在责任项里改。"),
)
DECLINE = Action[Proposal](
    "duties.proposal.decline",
    _("不采纳"),
    can_manage_lists,
    writes=("state", "answer"),
    when=lambda proposal: proposal.state == ProposalState.OPEN and proposal.list.is_open,
    otherwise=_("这条意见已经办理。"),
    reason=_("请写明不采纳的理由，单位会看到。"),
)


def ask_agencies(duty_list: DutyList, *, comments_until, actor, seen: str | None = None) -> DutyList:
    """Show the draft to every agency until the end of a day; a later day may be set anew."""
    with writing(duty_list, ASK, actor=actor, seen=seen) as held:
        if comments_until < timezone.localdate():
            raise RuleBroken({"comments_until": _("截止日不能早于今天。")})
        if not held.items.exists():
            raise RuleBroken(_("清单还没有责任项，请先添加。"))
        held.comments_until = comments_until
    return held


def propose(
    duty_list: DutyList, agency: Agency, *, kind: str, words: str, actor, item: DutyItem | None = None
) -> Proposal:
    """What an agency would have otherwise. `item` is one that it would owe, for a change or to drop it."""
    if not words.strip():
        raise RuleBroken({"words": _("请写明意见和理由。")})
    if kind in (ProposalKind.CHANGE, ProposalKind.DROP) and item is None:
        raise RuleBroken({"item": _("请指明是哪一项。")})
    if item is not None and not duty_list.items.owed_by(agency).filter(pk=item.pk).exists():
        raise RuleBroken({"item": _("清单里没有这一项，或者不是贵单位的。")})
    proposal = Proposal(list=duty_list, agency=agency, kind=kind, item=item, words=words.strip())
    proposal.item_key = item.key if item else ""
    PROPOSE.ask(actor, proposal)
    with writing(proposal, PROPOSE, actor=actor):
        return proposal


def withdraw_proposal(proposal: Proposal, *, actor) -> None:
    removing(proposal, WITHDRAW, actor=actor)


def confirm_list(duty_list: DutyList, agency: Agency, *, actor) -> ListConfirmation:
    """The agency agrees to what it would owe, in these words; where they were changed since, once more."""
    words = words_to_confirm(duty_list, agency)
    held = ListConfirmation.objects.filter(list=duty_list, agency=agency).first()
    if held is None:
        confirmation = ListConfirmation(list=duty_list, agency=agency, by=actor, words=words)
        CONFIRM.ask(actor, confirmation)
        with writing(confirmation, CONFIRM, actor=actor):
            return confirmation
    if not changed_since(held, words):
        return held
    with writing(held, CONFIRM_AGAIN, actor=actor) as again:
        again.by, again.at, again.words = actor, timezone.now(), words
    return again


def take_proposal(proposal: Proposal, *, reason: str, actor, seen: str | None = None) -> Proposal:
    with writing(proposal, TAKE, actor=actor, seen=seen, reason=reason) as held:
        held.state, held.answer = ProposalState.TAKEN, reason.strip()
    return held


def decline_proposal(proposal: Proposal, *, reason: str, actor, seen: str | None = None) -> Proposal:
    with writing(proposal, DECLINE, actor=actor, seen=seen, reason=reason) as held:
        held.state, held.answer = ProposalState.DECLINED, reason.strip()
    return held
