"""A member's own page: what is held, agreed to, done and certified; corrected, asked and taken away."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cms.core import audit
from cms.core.papers import paper_response
from cms.core.papers.certificates import certificates_pdf
from cms.core.plausible import PastDateField
from cms.people.enums import CertificateStanding, ConsentPurpose, SelfNominationState
from cms.people.exports.certificates import on_paper
from cms.people.exports.own_data import own_data
from cms.people.forms import MobileField
from cms.people.models import Person, ServiceRecord
from cms.people.queries import merit, own_certificates
from cms.people.queries.memberships import person_of
from cms.volunteering.enums import CONSENT_WORDS, ProofState, RequestKind
from cms.volunteering.exports.proofs import details_of, proof_on_paper
from cms.volunteering.forms import OfferForm
from cms.volunteering.models import Commendation, Evaluation, ServiceProof
from cms.volunteering.permissions import can_manage_volunteers
from cms.volunteering.queries import served_as, volunteer_of
from cms.volunteering.services import requests
from cms.volunteering.services.profiles import set_profile
from cms.volunteering.services.proofs import request_proof
from sites.portal.keeping import signed_in
from sites.portal.printed import printed
from sites.portal.saying import tell_outcome
from sites.portal.typed import keep_form, kept_form

SHOWN = 100
DAY = {"type": "date"}


class CorrectForm(OfferForm):
    """What members change themselves; the offers only of a volunteer."""

    phone = MobileField(label=_("手机号"), required=False, help_text=_("不改就不填。"))
    field_order = ["phone", "skills", "times", "towns"]


class PeriodForm(forms.Form):
    starts_on = PastDateField(label=_("从哪一天"), widget=forms.DateInput(attrs=DAY))
    ends_on = PastDateField(label=_("到哪一天"), widget=forms.DateInput(attrs=DAY))


class AskForm(forms.Form):
    kind = forms.ChoiceField(label=_("请求"), choices=RequestKind)
    words = forms.CharField(
        label=_("说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("哪一项不对、应当是什么。请不要写身份证号、手机号。"),
    )  # fmt: skip


@signed_in
@require_safe
def mine(request):
    person = _own(request)
    volunteer = volunteer_of(person)
    standing = {each.purpose: each for each in person.consents.filter(withdrawn_on=None)}
    records = ServiceRecord.objects.filter(appointment__person=person)
    today = timezone.localdate()
    context = {
        "person": person,
        "volunteer": volunteer,
        "served": volunteer or served_as(person),
        "appointments": person.appointments.select_related("community__parent"),
        "consents": [(each, CONSENT_WORDS[each], standing.get(each)) for each in ConsentPurpose],
        "merit": merit(person),
        "records": records[:SHOWN],
        "self_nominations": person.self_nominations.exclude(
            state=SelfNominationState.ACCEPTED
        ).select_related("community__parent"),
        "nominations": person.nominations.select_related("community__parent"),
        "commendations": Commendation.objects.filter(appointment__person=person),
        "evaluations": Evaluation.objects.filter(appointment__person=person),
        "certificates": [(each, each.standing(today)) for each in own_certificates(person)],
        "attendances": person.attendances.filter(signed=True).select_related("session"),
        "proofs": ServiceProof.objects.filter(appointment__person=person),
        "requests": person.member_requests.all(),
        **kept_form(
            request,
            {
                "correct_form": partial(CorrectForm, initial=_offers(volunteer)),
                "proof_form": PeriodForm,
                "ask_form": AskForm,
            },
        ),
    }
    return render(request, "portal/mine.html", context)


@signed_in
@require_POST
def consent(request):
    """Taken back with effect at once, or given; one purpose a button."""
    person, purpose = _own(request), request.POST.get("purpose", "")
    if purpose not in ConsentPurpose.values:
        raise Http404
    act, done = (
        (requests.agree, _("已同意。"))
        if "agree" in request.POST
        else (requests.withdraw, _("已撤回，立即生效。"))
    )
    tell_outcome(request, lambda: act(person, purpose, actor=request.user), done)
    return redirect("portal:mine")


@signed_in
@require_POST
def correct(request):
    person = _own(request)
    form = CorrectForm(request.POST)
    return _told(request, "correct_form", form, lambda: _corrected(request, person, form), _("已更正。"))


def _corrected(request, person: Person, form: CorrectForm) -> None:
    _valid(form)
    given = dict(form.cleaned_data)
    if phone := given.pop("phone"):
        requests.correct_phone(person, phone, actor=request.user)
    if volunteer := volunteer_of(person):
        set_profile(volunteer, actor=request.user, **given)


@signed_in
@require_POST
def ask(request):
    person, form = _own(request), AskForm(request.POST)

    def act():
        _valid(form)
        requests.ask(person, actor=request.user, **form.cleaned_data)

    return _told(request, "ask_form", form, act, _("普法办已收到，会在这里答复。"))


@signed_in
@require_safe
def data(request):
    """Everything held, as a file for programs."""
    person = _own(request)
    audit.record(request.user, "people.person.export", person)
    response = JsonResponse(own_data(person), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_POST
def proof(request):
    """Ask for a proof of service."""
    served, form = served_as(_own(request)), PeriodForm(request.POST)
    if served is None:
        raise Http404

    def act():
        _valid(form)
        request_proof(served, actor=request.user, **form.cleaned_data)

    return _told(request, "proof_form", form, act, _("已申请，内部公示期满后由普法办出具。"))


@signed_in
@require_safe
def own_certificate(request, pk):
    """The paper of one that is valid."""
    held = get_object_or_404(own_certificates(_own(request)), pk=pk)
    if held.standing(timezone.localdate()) != CertificateStanding.VALID:
        raise Http404

    def make(link_of) -> bytes:
        content = certificates_pdf(on_paper([held], link_of))
        audit.record(request.user, "people.certificate.print", held)
        return content

    return printed(request, make, f"{held.number}.pdf")


@signed_in
@require_safe
def proof_file(request, pk):
    held = _proof(request, pk)

    def make(link_of) -> bytes:
        content = certificates_pdf([proof_on_paper(held, link_of)])
        audit.record(request.user, "volunteering.serviceproof.print", held)
        return content

    return printed(request, make, f"{held.number}.pdf")


@signed_in
@require_safe
def proof_details(request, pk, kind):
    held = _proof(request, pk)
    response = paper_response(details_of(held, made_at=timezone.now()), kind)
    audit.record(request.user, "volunteering.serviceproof.print", held)
    return response


def _proof(request, pk: int) -> ServiceProof:
    """An own one, or any for the office; only what was given is printed, and only while it is true."""
    found = ServiceProof.objects.filter(state=ProofState.ISSUED).select_related(
        "appointment__person", "appointment__community"
    )
    if not can_manage_volunteers(request.user):
        found = found.filter(appointment__person__membership__user=request.user)
    held = get_object_or_404(found, pk=pk)
    if not held.is_true_still():
        raise Http404
    return held


def _own(request) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def _told(request, name: str, form: forms.Form, act: Callable[[], object], done) -> HttpResponse:
    """What came of it stands at the head of the page, so there one arrives; what was typed is not lost."""
    if not tell_outcome(request, act, done):
        keep_form(request, name, form)
    return redirect("portal:mine")


def _offers(volunteer) -> dict:
    profile = getattr(volunteer, "profile", None)
    if profile is None:
        return {}
    return {"skills": profile.skills.all(), "towns": profile.towns.all(), "times": profile.times}


def _valid(form: forms.Form) -> None:
    if not form.is_valid():
        told = [f"{form.fields[name].label}：{' '.join(errors)}" for name, errors in form.errors.items()]
        raise ValidationError(told)
