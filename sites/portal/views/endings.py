"""Rest and end of appointments as the 街镇 proposes them, and what the person says to it."""

from functools import partial

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.people.enums import ENDINGS, MOVES, AppointmentRole
from cms.people.forms import AppointmentField
from cms.people.queries import visible_appointments, visible_endings
from cms.people.queries.awaiting import proposes_somewhere
from cms.people.services import endings as services
from cms.people.services.appointments import IN_ROSTER
from sites.portal.keeping import signed_in
from sites.portal.saying import is_done, outcome_of
from sites.portal.views.nominations import of_a_coordinator

MOST = 100


class ProposalForm(forms.Form):
    appointment = AppointmentField(label=_("谁的任用"), queryset=None)
    verb = forms.ChoiceField(label=_("建议"), choices=[(verb, MOVES[verb].label) for verb in ENDINGS])
    grounds = forms.CharField(label=_("理由和依据"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = visible_appointments(user).filter(state__in=IN_ROSTER)
        self.fields["appointment"].queryset = held.exclude(role=AppointmentRole.VOLUNTEER)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def endings(request):
    of_a_coordinator(request)
    form = ProposalForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid() and is_done(form, lambda: services.propose(actor=request.user, **form.cleaned_data)):
        messages.success(request, _("已提出，请听取本人意见后登记。"))
        return redirect("portal:endings")
    found = visible_endings(request.user)[:MOST]
    rows = [(each, services.HEAR.is_open(request.user, each)) for each in found]
    context = {"form": form, "rows": rows, "may_propose": proposes_somewhere(request.user)}
    return render(request, "portal/endings.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def hear(request, pk):
    of_a_coordinator(request)
    held = get_object_or_404(visible_endings(request.user), pk=pk)
    words = request.POST.get("statement", "")[:500]
    if outcome_of(request, partial(services.hear, held, statement=words, actor=request.user)):
        messages.success(request, _("已登记本人意见，等普法办决定。"))
    return redirect("portal:endings")
