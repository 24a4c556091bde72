"""The steps that the admin's buttons take: decisions on activities, the way of a list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cms.duties import services
from cms.duties.models import DutyList
from cms.duties.permissions import can_manage_lists, is_activity_reviewer
from cms.duties.queries import activities_to_see
from search.chinese.numerals import typed_number

DECISIONS = {
    "approve": (services.approve_activity, False, _("已通过，计入统计和责任项进度。")),
    "return": (services.return_activity, True, _("已退回，单位会看到原因。")),
    "publish": (services.publish_activity, False, _("已公开。")),
    "unpublish": (services.unpublish_activity, True, _("已从公开页面撤下。")),
}
LIST_STEPS = {
    "approve": (services.approve_list, False, _("清单已审定，责任项不再改动。")),
    "reopen": (services.reopen_list, False, _("清单已退回拟定。")),
    "publish": (services.publish_list, False, _("清单已公布。")),
    "correct": (services.correct_list, True, _("已建立新版本，请在新版本里更正。")),
}


@require_POST
def decide(request, pk):
    """One decision on an activity, as it stood when the reviewer read it."""
    if not is_activity_reviewer(request.user):
        raise PermissionDenied
    activity = get_object_or_404(activities_to_see(request.user), pk=pk)
    _take(request, DECISIONS, activity, seen=typed_number(request.POST.get("seen")))
    return redirect("review_desk:inspect", pk)


@require_POST
def list_step(request, pk):
    if not can_manage_lists(request.user):
        raise PermissionDenied
    after = _take(request, LIST_STEPS, get_object_or_404(DutyList, pk=pk))
    return redirect("duty_lists:inspect", after.pk if after else pk)


def _take(request, steps, target, **values):
    """Call the service behind the pressed button and say how it went; None when it refused."""
    service, takes_reason, done = steps.get(request.POST.get("step"), (None, False, ""))
    if service is None:
        return None
    if takes_reason:
        values["reason"] = request.POST.get("reason", "").replace("\0", "")[:500]
    try:
        after = service(target, actor=request.user, **values)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    messages.success(request, done)
    return after
