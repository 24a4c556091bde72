"""The agency's own activities: list, export, detail, and the steps of a record through review."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cms.core import audit
from cms.core.spreadsheets import CONTENT_TYPES, table_response
from cms.duties import services
from cms.duties.enums import ActivityState
from cms.duties.exports import HEADINGS, activity_rows
from cms.duties.models import ActivityRecord
from cms.duties.models.requirements import missing_from
from cms.duties.permissions import can_change_activity, can_withdraw_activity
from cms.duties.queries import activities_of
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import tell_outcome

PAGE_SIZE = 20
LEADS_TO = {
    services.submit_activity: (ActivityState.SUBMITTED, ActivityState.RESUBMITTED),
    services.withdraw_activity: (ActivityState.DRAFT, ActivityState.RETURNED),
}
DETAIL_RELATIONS = (
    "items",
    "settings",
    "audiences",
    "laws__versions",
    "co_hosts",
    "co_host_answers",
    "evidence",
    "transitions",
)


@signed_in
@require_safe
def activities(request):
    found, asked = _filtered(request)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": page,
        "asked": asked,
        "states": ActivityState.choices,
        "query": kept.urlencode(),
        "is_filtered": any(asked.values()),
    }
    return render(request, "portal/activities.html", context)


@signed_in
@require_safe
def export(request, kind):
    """What the list shows, all pages, as a file; who took it away is on record, as in the office."""
    if kind not in CONTENT_TYPES:
        raise Http404
    model = ActivityRecord._meta
    audit.record_export(request.user, model.label_lower, str(model.verbose_name), format=kind)
    found, _asked = _filtered(request)
    name = f"activities-{timezone.localdate():%Y%m%d}"
    return table_response(kind, name, HEADINGS, activity_rows(found))


@signed_in
@require_safe
def activity(request, pk):
    shown = _own(request, pk)
    context = {
        "activity": shown,
        "missing": missing_from(shown) if shown.is_open else [],
        "can_change": can_change_activity(request.user, shown),
        "can_withdraw": can_withdraw_activity(request.user, shown),
    }
    return render(request, "portal/activity.html", context)


@signed_in
@require_POST
def submit(request, pk):
    return _act(request, pk, services.submit_activity, _("已提交，等待普法办审核。"))


@signed_in
@require_POST
def withdraw(request, pk):
    return _act(request, pk, services.withdraw_activity, _("已撤回，修改后请重新提交。"))


@signed_in
@require_POST
def discard(request, pk):
    shown = _own(request, pk)
    discarding = partial(services.discard_activity, shown, actor=request.user, seen=_seen(request))
    if tell_outcome(request, discarding, _("草稿已删除。")):
        return redirect("portal:activities")
    return redirect("portal:activity", pk)


def _own(request, pk):
    """The activity, or 404: another agency must not learn that it exists."""
    return get_object_or_404(
        activities_of(request.user)
        .select_related("campaign", "event", "created_by")
        .prefetch_related(*DETAIL_RELATIONS),
        pk=pk,
    )


def _act(request, pk, service, done):
    shown = _own(request, pk)
    try:
        service(shown, actor=request.user, seen=_seen(request))
    except ValidationError as error:
        # The second of two taps finds done what it asks for.
        if not _was_done(_own(request, pk), service, _seen(request)):
            messages.error(request, " ".join(error.messages))
            return redirect("portal:activity", pk)
    messages.success(request, done)
    return redirect("portal:activity", pk)


def _was_done(shown, service, seen: int) -> bool:
    """Whether exactly this step followed what was seen."""
    return shown.lock_version == seen + 1 and shown.state in LEADS_TO[service]


def _seen(request) -> int:
    return typed_number(request.POST.get("seen"))


def _filtered(request):
    asked = {
        "q": request.GET.get("q", "").replace("\0", "").strip()[:60],
        "state": request.GET.get("state", ""),
        "year": request.GET.get("year", ""),
    }
    found = activities_of(request.user).order_by("-updated_at", "-pk")
    if asked["q"]:
        found = found.filter(
            Q(name__icontains=asked["q"])
            | Q(summary__icontains=asked["q"])
            | Q(address__icontains=asked["q"])
        )
    if asked["state"] in ActivityState.values:
        found = found.filter(state=asked["state"])
    year = typed_number(asked["year"], digits=4)
    if 2000 <= year <= 2100:
        found = found.in_year(year)
    return found, asked
