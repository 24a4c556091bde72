"""Calls for volunteers: answered by those they fit, run by those who hold the event."""

import datetime

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core import audit
from cms.core.errors import REFUSALS, tell
from cms.core.once import once
from cms.core.spreadsheets import CONTENT_TYPES, table_response
from cms.events.models import Event
from cms.events.queries import upcoming_events
from cms.people.forms import PlaceField
from cms.people.models import Appointment
from cms.people.queries import visible_appointments
from cms.people.queries.memberships import person_of
from cms.places.models import Place
from cms.volunteering.exports.reporting import city_table
from cms.volunteering.models import Call, Skill
from cms.volunteering.permissions import calls_volunteers, can_manage_volunteers
from cms.volunteering.queries import volunteer_of
from cms.volunteering.queries.calls import answers_of, calls_for, calls_of, matching
from cms.volunteering.queries.proofs import proofs_on_notice
from cms.volunteering.services.attending import check_in, check_out, take_back_leaving
from cms.volunteering.services.calls import answer_call, cancel_call, open_call
from search.chinese.dates import chinese_date
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import is_done, outcome_of, tell_outcome

SHOWN = 50
CLOCK = {"type": "time"}


class EventField(forms.ModelChoiceField):
    def label_from_instance(self, event: Event) -> str:
        begins = timezone.localtime(event.starts_at)
        day = chinese_date(begins.date(), in_year=timezone.localdate().year)
        return f"{day} {begins:%H:%M}　{event.title}"


class CallForm(forms.Form):
    """Times are of the day on which the event begins; left out, the call lasts as long as it does."""

    event = EventField(label=_("活动"), queryset=Event.objects.none())
    place = PlaceField(
        label=_("所在居村或街镇"),
        queryset=(Place.objects.communities() | Place.objects.subdistricts())
        .select_related("parent")
        .order_by("code"),
    )
    skill = forms.ModelChoiceField(
        label=_("需要的特长"), queryset=Skill.objects.all(), required=False, empty_label=_("不限")
    )
    capacity = forms.IntegerField(label=_("需要几人"), min_value=1, max_value=500, initial=1)
    start = forms.TimeField(
        label=_("服务开始"), required=False, widget=forms.TimeInput(attrs=CLOCK),
        help_text=_("不填就是活动开始的时间。"),
    )  # fmt: skip
    end = forms.TimeField(
        label=_("服务结束"), required=False, widget=forms.TimeInput(attrs=CLOCK),
        help_text=_("不填就是活动结束的时间。"),
    )  # fmt: skip
    words = forms.CharField(
        label=_("做什么"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = upcoming_events(timezone.now())

    @property
    def values(self) -> dict:
        given = dict(self.cleaned_data)
        day = timezone.localdate(given["event"].starts_at)
        for name in ("start", "end"):
            clock = given.pop(name)
            given[f"{name}s_at"] = (
                timezone.make_aware(datetime.datetime.combine(day, clock)) if clock else None
            )
        return given


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("签到码"), max_length=20, error_messages={"required": _("请填签到码。")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )  # fmt: skip


@signed_in
@require_safe
def calls(request):
    """For a volunteer what waits for an answer and what they said yes to; below, the calls one runs."""
    volunteer = volunteer_of(person_of(request.user))
    runs = calls_volunteers(request.user)
    context = {
        "now": timezone.now(),
        "volunteer": volunteer,
        "asked": calls_for(volunteer, timezone.now()) if volunteer else [],
        "answers": answers_of(volunteer)[:SHOWN] if volunteer else [],
        "runs": runs,
        "own": calls_of(request.user)[:SHOWN] if runs else [],
        "notices": proofs_on_notice(request.user, timezone.localdate())[:SHOWN] if runs else [],
        "period_form": PeriodForm() if can_manage_volunteers(request.user) else None,
    }
    return render(request, "portal/calls.html", context)


@signed_in
@require_POST
def answer(request, pk):
    volunteer = volunteer_of(person_of(request.user))
    if volunteer is None:
        raise Http404
    held = get_object_or_404(Call, pk=pk)
    comes = request.POST.get("comes") == "yes"
    done = _("已应征，签到码在下面，到场后报给组织的人。") if comes else _("已答复，谢谢。")
    tell_outcome(request, lambda: answer_call(held, volunteer, comes=comes, actor=request.user), done)
    return redirect("portal:calls")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    _of_those_who_call(request)
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            pk, _is_new = once(request, lambda: open_call(actor=request.user, **form.values).pk)
        except REFUSALS as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("已征集，合适的志愿者会收到提醒。"))
            return redirect("portal:call", pk)
    return render(request, "portal/call_new.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def call(request, pk):
    """The roster of a call, and the door."""
    _of_those_who_call(request)
    held = get_object_or_404(calls_of(request.user), pk=pk)
    if "cancel" in request.POST:
        reason = request.POST.get("reason", "")[:300]
        tell_outcome(request, lambda: cancel_call(held, reason=reason, actor=request.user), _("已取消征集。"))
        return redirect("portal:call", held.pk)
    if "return" in request.POST:
        came = get_object_or_404(held.answers.coming(), pk=typed_number(request.POST["return"]))
        done = _("已撤回%(name)s的签退。") % {"name": came.appointment.person}
        tell_outcome(request, lambda: take_back_leaving(came, actor=request.user), done)
        return redirect("portal:call", held.pk)
    if "for" in request.POST:
        _answered_for(request, held)
        return redirect("portal:call", held.pk)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and is_done(form, lambda: _at_the_door(request, held, form.cleaned_data["code"])):
        return redirect("portal:call", held.pk)
    fitting = matching(held)
    context = {
        "call": held,
        "form": form,
        "coming": held.answers.coming().select_related("appointment__person__membership", "record"),
        "fitting": fitting.count(),
        "unreached": _unreached(request.user, held, fitting),
        "is_today": timezone.localdate(held.starts_at) == timezone.localdate(),
        "has_moved": held.ends_at > timezone.now() and not held.is_within(held.event),
        "is_open": held.takes_answers_at(timezone.now()),
    }
    return render(request, "portal/call.html", context, status=422 if form.is_bound else 200)


def _unreached(user, call: Call, fitting: QuerySet[Appointment]) -> list[Appointment]:
    """Of the own places who would fit, has no account to be asked by, and has not answered."""
    asked = fitting.filter(person__membership=None).order_by().values("pk")
    own = visible_appointments(user).filter(pk__in=asked).exclude(call_answers__call=call)
    return list(own.order_by("community__code", "pk")[:SHOWN])


def _answered_for(request, call: Call) -> None:
    """What somebody without an account said, asked by telephone."""
    own = visible_appointments(request.user).filter(person__membership=None)
    volunteer = get_object_or_404(own, pk=typed_number(request.POST["for"]))
    comes = request.POST.get("comes") == "yes"
    tell_outcome(
        request,
        lambda: answer_call(call, volunteer, comes=comes, actor=request.user),
        _("已登记%(name)s的答复。") % {"name": volunteer.person},
    )


class PeriodForm(forms.Form):
    first = forms.DateField(label=_("从哪一天"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("到哪一天"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self):
        given = super().clean()
        if not self.errors and given["last"] < given["first"]:
            raise forms.ValidationError(_("后一天早于前一天。"))
        return given


@signed_in
@require_safe
def city_table_file(request, kind):
    """For the city's platform, taken away by the office; nothing goes there by itself."""
    if not can_manage_volunteers(request.user) or kind not in CONTENT_TYPES:
        raise Http404
    form = PeriodForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("请填写从哪一天到哪一天，后一天不早于前一天。"))
        return redirect("portal:calls")
    table = outcome_of(request, lambda: city_table(**form.cleaned_data))
    if table is None:
        return redirect("portal:calls")
    headings, rows = table
    audit.record_export(request.user, "people.servicerecord", "报送市志愿服务平台", file=kind, rows=len(rows))
    return table_response(kind, "volunteer-service", headings, rows)


def _at_the_door(request, held: Call, code: str) -> None:
    leaves = "leave" in request.POST
    came, is_new = (check_out if leaves else check_in)(held, code=code, actor=request.user)
    name, verb = came.appointment.person.name, _("签退") if leaves else _("签到")
    at = timezone.localtime(came.left_at if leaves else came.arrived_at)
    told = _("%(name)s %(at)s %(verb)s。") if is_new else _("%(name)s 已在 %(at)s %(verb)s，不再重复。")
    said = told % {"name": name, "at": f"{at:%H:%M}", "verb": verb}
    if leaves and came.record:
        said += _("服务 %(hours)s 小时，由另一位同事核实后计入。") % {"hours": came.record.hours}
    elif leaves:
        said += _("不足半小时，不计时长。")
    messages.success(request, said)


def _of_those_who_call(request) -> None:
    if not calls_volunteers(request.user):
        raise Http404
