"""The way of nominations as each tier meets it: what waits, one nomination, putting somebody forward."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core import audit
from cms.core.plausible import PastDateField
from cms.core.private_files import private_response
from cms.people.enums import WAY, NominationSource
from cms.people.forms import PlaceField
from cms.people.models import Nomination, NominationStep
from cms.people.models.nominations import NOMINATED_ROLES
from cms.people.permissions import coordinates
from cms.people.queries import (
    persons_to_put_forward,
    visible_nominations,
    waiting_nominations,
    waiting_self_nominations,
)
from cms.people.services.nominations import next_verb, open_steps, put_forward, take_step
from cms.places.models import Place
from cms.places.queries import coordinated_communities
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import is_done, outcome_of

MOST = 100


class StepForm(forms.Form):
    """What is asked of a step, for one nomination or for several at once."""

    done_on = PastDateField(label=_("办理日期"))
    opinion = forms.CharField(
        label=_("意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["done_on"].initial = timezone.localdate()


class PutForwardForm(forms.Form):
    person = forms.ModelChoiceField(label=_("人员"), queryset=None)
    community = PlaceField(label=_("居村"), queryset=Place.objects.none())
    role = forms.ChoiceField(label=_("角色"), choices=NOMINATED_ROLES)
    source = forms.ChoiceField(label=_("推荐方式"), choices=NominationSource)
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
    form, status = PutForwardForm(request.user, request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid() and _is_put_forward(request, form):
            return redirect("portal:nominations")
        status = 422
    today = timezone.localdate()
    waiting = list(waiting_nominations(request.user, today).order_by("pk"))
    steps: dict[str, list[Nomination]] = {}
    for nomination in waiting:
        steps.setdefault(next_verb(nomination), []).append(nomination)
    others = visible_nominations(request.user).exclude(pk__in=[each.pk for each in waiting])
    context = {
        "steps": [(verb, WAY[verb].label, steps[verb]) for verb in WAY if verb in steps],
        "self_nominations": waiting_self_nominations(request.user)[:MOST],
        "step_form": StepForm(),
        "others": others[:MOST],
        "form": form,
    }
    return render(request, "portal/nominations.html", context, status=status)


@signed_in
@require_POST
def take(request, verb):
    """One step with one nomination or several: each by itself, each refusal said."""
    of_a_coordinator(request)
    if verb not in WAY:
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写办理日期，不能是将来的日期。"))
        return redirect("portal:nominations")
    keys = [typed_number(key) for key in request.POST.getlist("pk")[:MOST]]
    found = visible_nominations(request.user).filter(pk__in=keys)
    done = sum(_is_taken(request, nomination, verb, form.cleaned_data) for nomination in found)
    if done:
        messages.success(request, _("已办理 %(count)s 件。") % {"count": done})
    elif not found:
        messages.error(request, _("请先勾选要办理的人。"))
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
    context = {
        "nomination": held,
        "done": held.steps.all(),
        "open": [(verb, WAY[verb].label) for verb in open_steps(request.user, held)],
        "step_form": StepForm(),
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
