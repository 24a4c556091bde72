"""Whether a certificate is what it says, and nothing beside."""

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.people.queries import CheckedCertificate, checked_certificate
from cms.volunteering.queries.proofs import CheckedProof, checked_proof
from sites.rate import seconds_to_wait

PER_MINUTE = 10


class CheckForm(forms.Form):
    number = forms.CharField(
        label=_("证书编号"), max_length=60, error_messages={"required": _("请填写证书编号。")}
    )
    code = forms.CharField(
        label=_("查验码"),
        max_length=20,
        help_text=_("印在证书编号旁边，10 位字母和数字。"),
        error_messages={"required": _("请填写查验码，只凭编号查不到。")},
    )


@never_cache
@require_safe
def check(request):
    """By the link of the code on the paper, or typed."""
    form = _form(request) if request.GET else CheckForm()
    context = {"form": form, "asked": False}
    if not request.GET:
        return render(request, "public/people/certificate.html", context)
    if wait := seconds_to_wait(request, "certificate", PER_MINUTE):
        context["wait"] = wait
        response = render(request, "public/people/certificate.html", context, status=429)
        response["Retry-After"] = str(wait)
        return response
    # Of half a question nothing is told: what stands may not be called invalid.
    context |= {"asked": form.is_valid(), "found": _found(form), "proof": _proof(form)}
    return render(request, "public/people/certificate.html", context)


def certificate_asked_for(request) -> CheckedCertificate | None:
    """The certificate of a number, for whoever has its code; None for everybody else."""
    return _found(_form(request))


def proof_asked_for(request) -> CheckedProof | None:
    """The proof of service of a number, in the same way."""
    return _proof(_form(request))


def _form(request) -> CheckForm:
    return CheckForm({name: request.GET.get(name, "") for name in ("number", "code")})


def _proof(form: CheckForm) -> CheckedProof | None:
    """A proof of service is checked on the same page."""
    return checked_proof(form.cleaned_data["number"], form.cleaned_data["code"]) if form.is_valid() else None


def _found(form: CheckForm) -> CheckedCertificate | None:
    if not form.is_valid():
        return None
    return checked_certificate(
        form.cleaned_data["number"], form.cleaned_data["code"], on=timezone.localdate()
    )
