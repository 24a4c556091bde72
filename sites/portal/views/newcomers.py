"""Somebody whom the roster does not know: put forward by the place, or by themselves on the public form."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.core.errors import REFUSALS, tell
from cms.people.enums import EDUCATIONS, POLITICAL_STATUSES, NominationSource, SelfNominationState
from cms.people.forms import NewcomerForm
from cms.people.models import Person, SelfNomination
from cms.people.permissions import can_see_person
from cms.people.queries import persons_alike, self_nominations_to
from cms.people.services import self_nominations
from cms.people.services.newcomers import put_forward_new
from cms.people.services.persons import LooksAlike, is_certainly
from cms.places.queries import coordinated_communities
from search.chinese.numerals import typed_number
from sites.portal.keeping import signed_in
from sites.portal.saying import tell_outcome
from sites.portal.views.nominations import of_a_coordinator

PERSONAL = (
    "name", "gender", "birth", "phone", "political_status", "education", "skills", "guardian_name",
    "guardian_phone",
)  # fmt: skip


class PlaceNewcomerForm(NewcomerForm):
    political_status = forms.ChoiceField(
        label=_("政治面貌"), choices=[("", "—"), *POLITICAL_STATUSES], required=False
    )
    education = forms.ChoiceField(label=_("文化程度"), choices=[("", "—"), *EDUCATIONS], required=False)
    skills = forms.CharField(label=_("特长"), max_length=200, required=False)
    source = forms.ChoiceField(
        label=_("推荐方式"), choices=NominationSource, initial=NominationSource.RECOMMENDED
    )
    apart = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = [
        "name", "gender", "birth", "phone", "political_status", "education", "skills", "community", "role",
        "source", "category",
    ]  # fmt: skip

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = coordinated_communities(user)
        self.fields["purposes"].help_text = _("逐项问过本人，同意的才勾选；第一项不同意就不能登记。")

    @property
    def way(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("community", "role", "source", "category")}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def newcomer(request):
    """Who looks alike is shown first; sending once more says that this is somebody else."""
    of_a_coordinator(request)
    place = {"community": typed_number(request.GET.get("community"))}
    form = PlaceNewcomerForm(request.user, request.POST if request.method == "POST" else None, initial=place)
    alike, is_certain = list[Person](), False
    if form.is_bound and form.is_valid():
        try:
            put_forward_new(
                form.given(*PERSONAL),
                purposes=form.cleaned_data["purposes"],
                apart=_keys(form.cleaned_data["apart"]),
                actor=request.user,
                **form.way,
            )
        except LooksAlike as found:
            alike, is_certain = found.persons, found.is_certain
            form.data = form.data.copy()
            form.data["apart"] = " ".join([form.cleaned_data["apart"], *(str(each.pk) for each in alike)])
        except REFUSALS as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("已登记并推荐，请按步骤办理。"))
            return redirect("portal:nominations")
    context = {"form": form, "alike": alike, "is_certain": is_certain}
    return render(request, "portal/newcomer.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def self_nomination(request, pk):
    """One self-nomination, beside those of the roster who look alike, taken up or not."""
    of_a_coordinator(request)
    held = get_object_or_404(self_nominations_to(request.user), pk=pk)
    if held.state != SelfNominationState.RECEIVED:
        # A message still leads here.
        messages.info(request, _("这份自荐已经办理（%s），不用再办。") % held.get_state_display())
        return redirect("portal:nominations")
    if request.method == "POST":
        return _taken_up(request, held)
    likeness = Person(name=held.name, birth=held.birth, phone=held.phone)
    # Of a member it is known who they are.
    found = [] if held.person else persons_alike(likeness)
    alike = [each for each in found if can_see_person(request.user, each)]
    may = self_nominations.ACCEPT.is_open(request.user, held)
    context = {
        "held": held,
        "alike": alike,
        "apart": " ".join(str(each.pk) for each in alike),
        "certain": next((each for each in alike if is_certainly(likeness, each)), None),
        "may": may,
    }
    return render(request, "portal/self_nomination.html", context)


def _taken_up(request, held: SelfNomination) -> HttpResponseRedirect:
    words = request.POST.get("opinion", "")[:500]
    if "decline" in request.POST:
        act = partial(self_nominations.decline, held, reason=words[:300], actor=request.user)
        done = _("已答复自荐的人。")
    else:
        key = typed_number(request.POST.get("person", ""))
        told = {
            "person": get_object_or_404(Person, pk=key) if key else None,
            "apart": _keys(request.POST.get("apart", "")),
        }
        act = partial(self_nominations.accept, held, opinion=words, actor=request.user, **told)
        done = _("已受理并登记核实，等待岗前培训。")
    if tell_outcome(request, act, done):
        return redirect("portal:nominations")
    return redirect("portal:self_nomination", held.pk)


def _keys(text: str) -> set[int]:
    return {key for each in text.split() if (key := typed_number(each))}
