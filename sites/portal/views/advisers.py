"""Legal advisers of the own places: where one is missing, when they are there, what they did."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.advisers.forms import CorrectionForm, DutyForm, EntryForm
from cms.advisers.permissions import keeps_service
from cms.advisers.queries import gaps, visible_agreements, visible_duties, visible_entries
from cms.advisers.services import (
    CORRECT,
    correct_entry,
    log_entry,
    plan_duty,
    unplan_duty,
)
from cms.core.values import version_of
from cms.places.queries import coordinated_communities
from sites.portal.keeping import signed_in
from sites.portal.saying import is_done, tell_outcome

MOST = 50
FORMS = {
    "entry": (EntryForm, log_entry, _("已记下这次服务。")),
    "duty": (DutyForm, plan_duty, _("已排好值班，公开的法律顾问，公众看得到。")),
}


def _of_whom_keeps(request) -> None:
    if not keeps_service(request.user):
        raise Http404


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def advisers(request):
    """What is missing, what is planned, what was done; below, two forms."""
    _of_whom_keeps(request)
    today = timezone.localdate()
    agreements = visible_agreements(request.user)
    sent = request.POST.get("form") if request.method == "POST" else None
    if request.method == "POST" and sent not in FORMS:
        raise Http404
    forms = {
        name: made(agreements, request.POST if name == sent else None, prefix=name)
        for name, (made, _service, _done) in FORMS.items()
    }
    if sent and forms[sent].is_valid() and _keep(request, sent, forms[sent]):
        return redirect("portal:advisers")
    context = {
        "forms": forms,
        "gaps": gaps(coordinated_communities(request.user), today),
        "has_agreements": agreements.exists(),
        "duties": visible_duties(request.user, today)[:MOST],
        "entries": visible_entries(request.user)[:MOST],
    }
    return render(request, "portal/advisers.html", context, status=422 if sent else 200)


def _keep(request, name: str, form) -> bool:
    _form, service, done = FORMS[name]
    if not is_done(form, lambda: service(actor=request.user, **form.cleaned_data)):
        return False
    messages.success(request, done)
    return True


@signed_in
@require_POST
def unplan(request, pk):
    _of_whom_keeps(request)
    duty = get_object_or_404(visible_duties(request.user, timezone.localdate()), pk=pk)
    tell_outcome(request, lambda: unplan_duty(duty, actor=request.user), _("已取消这次值班。"))
    return redirect("portal:advisers")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request, pk):
    """One entry of the log, to be put right for a reason."""
    _of_whom_keeps(request)
    held = get_object_or_404(visible_entries(request.user), pk=pk)
    form = CorrectionForm(CORRECT, request.POST if request.method == "POST" else None)
    form.about([held])
    if form.is_bound and form.is_valid():
        told = {**form.cleaned_data, "seen": request.POST.get("seen")}
        if is_done(form, lambda: correct_entry(held, actor=request.user, **told)):
            messages.success(request, _("已更正。"))
            return redirect("portal:advisers")
    context = {"held": held, "form": form, "seen": version_of(held)}
    return render(request, "portal/adviser_entry.html", context, status=422 if form.is_bound else 200)
