"""Events that one's agency holds: letting in by the entry code, how it was, and putting it on record."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.agencies.permissions import can_act_for
from cms.core.errors import tell
from cms.duties.models.requirements import BASICS
from cms.duties.services import record_event
from cms.events.permissions import can_receive
from cms.events.queries.attending import FEWEST_SHOWN, answers_to, events_to_receive, opinion_of, turnout
from cms.events.services.attending import check_in, door_is_open
from sites.portal.keeping import signed_in
from sites.portal.saying import outcome_of

PAGE_SIZE = 30


class DoorForm(forms.Form):
    code = forms.CharField(
        label=_("报名码"),
        max_length=20,
        error_messages={"required": _("请填报名码。")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


@signed_in
@require_safe
def events(request):
    """Those to come, the nearest first; below, those that are over, the latest first."""
    if not can_receive(request.user):
        raise Http404
    now = timezone.now()
    found = events_to_receive(request.user, timezone.localdate())
    over = Paginator(found.filter(ends_at__lt=now).order_by("-starts_at", "-pk"), PAGE_SIZE)
    context = {
        "coming": found.filter(ends_at__gte=now)[:PAGE_SIZE],
        "page": over.get_page(request.GET.get("page")),
    }
    return render(request, "portal/events.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def event(request, pk):
    """One event: the door on its day, who came, what was answered and said."""
    if not can_receive(request.user):
        raise Http404
    shown = get_object_or_404(events_to_receive(request.user, timezone.localdate()), pk=pk)
    form = DoorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            held, is_new = check_in(shown, code=form.cleaned_data["code"], actor=request.user)
        except ValidationError as error:
            tell(form, error)
        else:
            _say(request, held, is_new)
            return redirect("portal:event", shown.pk)
    context = {
        "event": shown,
        "form": form,
        "door_is_open": door_is_open(shown, timezone.now()),
        "is_over": shown.ends_at < timezone.now(),
        "may_record": shown.starts_at <= timezone.now() and can_act_for(request.user, shown.host),
        "turnout": turnout(shown),
        "answers": answers_to(shown),
        "opinion": opinion_of(shown),
        "fewest": FEWEST_SHOWN,
    }
    return render(request, "portal/event.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def record(request, pk):
    """An event of one's agency as a draft of its activity record, to be completed and submitted."""
    shown = get_object_or_404(events_to_receive(request.user, timezone.localdate()), pk=pk)
    if not can_act_for(request.user, shown.host):
        raise Http404
    activity = outcome_of(request, partial(record_event, shown, actor=request.user))
    if activity is None:
        return redirect("portal:event", shown.pk)
    messages.success(request, _("时间、地点、对象、法规都按预告填好了，请补上责任项、成效和佐证。"))
    return redirect("portal:edit", activity.pk, BASICS)


def _say(request, held, is_new: bool) -> None:
    told = {"name": held.masked_name or _("（姓名已清除）"), "seats": held.seats}
    if is_new:
        messages.success(request, _("签到：%(name)s，%(seats)s 人。") % told)
    else:
        told["at"] = f"{timezone.localtime(held.arrived_at):%H:%M}"
        messages.info(request, _("这个报名码 %(at)s 已经签到：%(name)s，%(seats)s 人。") % told)
