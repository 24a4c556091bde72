"""A draft of the duty list, as the agencies that will owe it are asked about it."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.agencies.models import Agency
from cms.agencies.queries import agencies_of
from cms.core.once import once
from cms.duties.enums import ProposalKind
from cms.duties.models import DutyItem, DutyList, Proposal
from cms.duties.queries.carrying import changed_laws
from cms.duties.queries.consulting import (
    changed_since,
    drafts_to_comment,
    items_to_confirm,
    proposals_of,
    words_to_confirm,
)
from cms.duties.services import consulting
from sites.portal.keeping import signed_in
from sites.portal.saying import is_done, tell_outcome


class ItemField(forms.ModelChoiceField):
    def label_from_instance(self, item: DutyItem) -> str:
        return f"{item.key}　{item.content}"


class ProposalForm(forms.Form):
    kind = forms.ChoiceField(label=_("意见"), choices=ProposalKind.choices)
    item = ItemField(
        label=_("哪一项"), queryset=DutyItem.objects.none(), required=False, empty_label=_("不针对某一项")
    )
    words = forms.CharField(
        label=_("内容与理由"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, items, data=None):
        super().__init__(data)
        self.fields["item"].queryset = items


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request, pk, agency_pk):
    """What the agency would owe; its own proposals and no other's."""
    asked, agency = _asked(request, pk, agency_pk)
    items = items_to_confirm(asked, agency)
    changes = changed_laws(asked, timezone.localdate())
    form, status = ProposalForm(items, request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid() and _is_proposed(request, form, asked, agency):
            messages.success(request, _("意见已提交，普法办会逐条答复。"))
            return redirect("portal:draft", asked.pk, agency.pk)
        status = 422
    confirmation = asked.confirmations.filter(agency=agency).first()
    context = {
        "list": asked,
        "agency": agency,
        "items": [(item, changes.get(item.pk, ())) for item in items],
        "proposals": proposals_of(asked, agency),
        "confirmation": confirmation,
        "changed": changed_since(confirmation, words_to_confirm(asked, agency)) if confirmation else (),
        "is_open": consulting.is_asked(asked),
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "portal/draft.html", context, status=status)


@signed_in
@require_POST
def confirm(request, pk, agency_pk):
    asked, agency = _asked(request, pk, agency_pk)
    tell_outcome(request, lambda: consulting.confirm_list(asked, agency, actor=request.user), _("已确认。"))
    return redirect("portal:draft", asked.pk, agency.pk)


@signed_in
@require_POST
def withdraw(request, pk):
    own = Proposal.objects.filter(
        agency__in=agencies_of(request.user), list__in=drafts_to_comment(request.user)
    )
    held = get_object_or_404(own, pk=pk)
    tell_outcome(request, lambda: consulting.withdraw_proposal(held, actor=request.user), _("意见已收回。"))
    return redirect("portal:draft", held.list_id, held.agency_id)


def _asked(request, pk, agency_pk) -> tuple[DutyList, Agency]:
    """The draft and the own agency, or 404."""
    return (
        get_object_or_404(drafts_to_comment(request.user), pk=pk),
        get_object_or_404(agencies_of(request.user), pk=agency_pk),
    )


def _is_proposed(request, form: ProposalForm, asked: DutyList, agency: Agency) -> bool:
    def propose() -> int:
        return consulting.propose(asked, agency, actor=request.user, **form.cleaned_data).pk

    return is_done(form, lambda: once(request, propose))
