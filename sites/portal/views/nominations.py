"""The way of nominations as each tier meets it: what waits, one nomination, putting somebody forward."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.permissions import is_office
from cms.core import audit
from cms.core.plausible import PastDateField
from cms.core.private_files import private_response
from cms.people.enums import RUNNING, WAY, NominationSource
from cms.people.forms import PersonField, PlaceField
from cms.people.models import Nomination, NominationStep
from cms.people.models.nominations import NOMINATED_ROLES
from cms.people.permissions import coordinates
from cms.people.queries import (
    persons_to_put_forward,
    visible_nominations,
    waiting_nominations,
    waiting_self_nominations,
)
from cms.people.queries.awaiting import coordinators_awaited
from cms.people.services.nominations import next_verb, open_steps, put_forward, take_step
from cms.places.models import Place
from cms.places.queries import coordinated_communities
from cms.training.queries import hours_by_person, trainings_of
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import is_done, outcome_of, say_what_is_wrong
from sites.portal.typed import keep_typed, typed

MOST = 100


class StepForm(forms.Form):
    """What is asked of a step, for one nomination or for several at once."""

    done_on = PastDateField(label=_("办理日期"))
    opinion = forms.CharField(
        label=_("意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PutForwardForm(forms.Form):
    person = PersonField(label=_("人员"), queryset=None)
    community = PlaceField(label=_("居村"), queryset=Place.objects.none())
    role = forms.ChoiceField(label=_("角色"), choices=NOMINATED_ROLES)
    source = forms.ChoiceField(
        label=_("推荐方式"), choices=NominationSource, initial=NominationSource.RECOMMENDED
    )
    category = forms.CharField(
        label=_("人员类别"), max_length=30, required=False, help_text=_("例：网格员、人民调解员、楼组长。")
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons_to_put_forward(user)
        self.fields["community"].queryset = coordinated_communities(user)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def nominations(request):
    """What waits for me, step by step; the others of my places; putting somebody forward."""
    of_a_coordinator(request)
    form = PutForwardForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_put_forward(request, form):
        return redirect("portal:nominations")
    today, kept = timezone.localdate(), typed(request)
    waiting = list(waiting_nominations(request.user, today).order_by("pk"))
    steps: dict[str, list[Nomination]] = {}
    for nomination in waiting:
        steps.setdefault(next_verb(nomination), []).append(nomination)
        nomination.typed_score = kept.get(f"score_{nomination.pk}", "")
    trained = hours_by_person(each.person_id for each in steps.get("train", ()))
    for nomination in steps.get("train", ()):
        nomination.trained = trained.get(nomination.person_id)
    others = visible_nominations(request.user).exclude(pk__in=[each.pk for each in waiting])
    context = {
        "steps": [(verb, WAY[verb].label, steps[verb]) for verb in WAY if verb in steps],
        "self_nominations": waiting_self_nominations(request.user)[:MOST],
        "typed": kept,
        "others": others[:MOST],
        "form": form,
        # Of a whole district no list to choose from is of use: there one looks for the person.
        "looks_for": is_office(request.user),
    }
    return render(request, "portal/nominations.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def take(request, verb):
    """One step with one nomination or several: each by itself, each refusal said.

    Where none was taken, what was typed stands there still.
    """
    of_a_coordinator(request)
    if verb not in WAY:
        raise Http404
    form = StepForm(request.POST)
    keys = {typed_number(key) for key in request.POST.getlist("pk")}
    found = list(visible_nominations(request.user).filter(pk__in=keys))
    if not form.is_valid():
        say_what_is_wrong(request, form)
    elif not found:
        messages.error(request, _("请先勾选要办理的人。"))
    elif done := sum(_is_taken(request, nomination, verb, form.cleaned_data) for nomination in found):
        messages.success(request, _("已办理 %(count)s 件。") % {"count": done})
        return redirect("portal:nominations")
    keep_typed(request, verb, *(f"score_{each.pk}" for each in found))
    if "one" in request.POST and found:
        return redirect("portal:nomination", found[0].pk)
    return redirect("portal:nominations")


@signed_in
@require_safe
def nomination_file(request, step_pk):
    """Taken away as a file by whoever sees the nomination; who took it is on record."""
    of_a_coordinator(request)
    visible = visible_nominations(request.user)
    step = get_object_or_404(NominationStep.objects.exclude(file=""), pk=step_pk, nomination__in=visible)
    audit.record(request.user, "people.nominationstep.download", step)
    return private_response(step.file, download_as=step.file_name)


@signed_in
@require_safe
def nomination(request, pk):
    of_a_coordinator(request)
    held = get_object_or_404(visible_nominations(request.user), pk=pk)
    kept = typed(request)
    context = {
        "nomination": held,
        "done": held.steps.all(),
        "open": [(verb, WAY[verb].label) for verb in open_steps(request.user, held)],
        "awaited": coordinators_awaited(held),
        "is_running": held.state in RUNNING,
        "trainings": trainings_of(held.person)[:MOST],
        "typed": kept,
        "typed_score": kept.get(f"score_{held.pk}", ""),
    }
    return render(request, "portal/nomination.html", context)


def of_a_coordinator(request) -> None:
    if not coordinates(request.user):
        raise Http404


def _is_put_forward(request, form) -> bool:
    if not is_done(form, lambda: put_forward(actor=request.user, **form.cleaned_data)):
        return False
    messages.success(request, _("已推荐，请按步骤办理。"))
    return True


def _is_taken(request, nomination: Nomination, verb: str, said: dict) -> bool:
    score = request.POST.get(f"score_{nomination.pk}", "").strip()
    if upload := request.FILES.get("upload"):
        said = said | {"upload": upload}

    def act() -> Nomination:
        given = {"score": forms.DecimalField(max_digits=5, decimal_places=1).clean(score)} if score else {}
        return take_step(nomination, verb, actor=request.user, **given, **said)

    return outcome_of(request, act, nomination.person) is not None
