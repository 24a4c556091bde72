"""Who has not met the year's rule, and the reasons."""

from functools import partial

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.people.enums import ENDINGS, MOVES, EndingState, ExcuseKind
from cms.people.models import EndingProposal, RosterSetting
from cms.people.queries import visible_appointments
from cms.people.queries.yearly import Yearly, falling_short
from cms.people.services.endings import PROPOSE, propose
from cms.people.services.yearly import excuse
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import outcome_of, tell_outcome
from sites.portal.views.nominations import of_a_coordinator

# With the figures in front, what the grounds hold.
MOST_WORDS = 300


class ExcuseForm(forms.Form):
    kind = forms.ChoiceField(label=_("原因"), choices=ExcuseKind)
    words = forms.CharField(label=_("说明"), max_length=200, required=False)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def yearly(request):
    of_a_coordinator(request)
    this_year, appointments = timezone.localdate().year, visible_appointments(request.user)
    # After New Year the year that has ended is still to be reviewed.
    asked = typed_number(request.POST.get("year") or request.GET.get("year"), this_year)
    year = asked if asked in (this_year, this_year - 1) else this_year
    if request.method == "POST" and "verb" in request.POST:
        return _propose(request, falling_short(appointments, year), year)
    if request.method == "POST":
        held = get_object_or_404(appointments, pk=typed_number(request.POST.get("pk", "")))
        form = ExcuseForm(request.POST)
        if form.is_valid():
            act = partial(excuse, held, year=year, actor=request.user, **form.cleaned_data)
            tell_outcome(request, act, _("已登记原因。"))
        else:
            messages.error(request, _("请选择原因；说明最多 200 字。"))
        return redirect(_page_of(year))
    rows = falling_short(appointments, year)
    context = {
        "year": year,
        "years": [(each, _page_of(each)) for each in (this_year, this_year - 1) if each != year],
        "rule": RosterSetting.load(),
        "rows": rows,
        "may_propose": _whom_one_may_propose(request.user, rows),
        "proposed": _open_proposals(rows),
        "verbs": [(verb, MOVES[verb].label) for verb in ENDINGS],
        "kinds": ExcuseKind.choices,
    }
    return render(request, "portal/yearly.html", context)


def _propose(request, rows: list[Yearly], year: int):
    """Each of those chosen by itself: who cannot be proposed is named, with the reason."""
    chosen = {typed_number(key) for key in request.POST.getlist("pk")}
    more = request.POST.get("words", "").strip()[:MOST_WORDS]
    done = 0
    for row in rows:
        if row.appointment.pk not in chosen:
            continue
        grounds = _("%(year)d年参加培训%(sessions)d次、核实的服务%(hours)s小时，未达到年度要求。") % {
            "year": year, "sessions": row.sessions, "hours": row.hours,
        }  # fmt: skip
        act = partial(
            propose,
            row.appointment,
            verb=request.POST["verb"],
            grounds=grounds + more,
            actor=request.user,
        )
        done += outcome_of(request, act, row.appointment.person) is not None
    if done:
        messages.success(request, _("已提出 %(count)d 项建议，请听取本人意见。") % {"count": done})
    elif not chosen:
        messages.error(request, _("请先勾选要提出建议的人。"))
    return redirect(reverse("portal:endings") if done else _page_of(year))


def _page_of(year: int) -> str:
    return f"{reverse('portal:yearly')}?year={year}"


def _whom_one_may_propose(user, rows: list[Yearly]) -> set[int]:
    """The keys of appointments whose 街镇 the account speaks for; each 街镇 is asked about once."""
    asked: dict[int, bool] = {}
    for row in rows:
        town = row.appointment.community.parent_id
        if town not in asked:
            asked[town] = PROPOSE.is_allowed(user, EndingProposal(appointment=row.appointment))
    return {row.appointment.pk for row in rows if asked[row.appointment.community.parent_id]}


def _open_proposals(rows: list[Yearly]) -> set[int]:
    open_ones = EndingProposal.objects.filter(state__in=(EndingState.PROPOSED, EndingState.HEARD))
    keys = [row.appointment.pk for row in rows]
    return set(open_ones.filter(appointment__in=keys).values_list("appointment", flat=True))
