"""Whether a certificate is what it says: for people and for programs, and nothing beside."""

from django import forms
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.people.queries import CheckedCertificate, checked_certificate
from sites.public.rate import limited, seconds_to_wait

PER_MINUTE = 10


class CheckForm(forms.Form):
    number = forms.CharField(label=_("证书编号"), max_length=60, required=False)
    code = forms.CharField(
        label=_("查验码"), max_length=20, required=False, help_text=_("印在证书编号旁边，10 位字母和数字。")
    )


@never_cache
@require_safe
def check(request):
    """By the link of the code on the paper, or typed."""
    form = CheckForm({name: request.GET.get(name, "") for name in ("number", "code")})
    context = {"form": form, "asked": False}
    if not request.GET:
        return render(request, "public/people/certificate.html", context)
    if wait := seconds_to_wait(request, "certificate", PER_MINUTE):
        context["wait"] = wait
        response = render(request, "public/people/certificate.html", context, status=429)
        response["Retry-After"] = str(wait)
        return response
    context |= {"asked": True, "found": _found(form)}
    return render(request, "public/people/certificate.html", context)


@never_cache
@require_safe
@limited("certificate", per_minute=PER_MINUTE)
def api(request):
    """The same for programs: `standing` is valid, invalid or withdrawn."""
    form = CheckForm({name: request.GET.get(name, "") for name in ("number", "code")})
    found = _found(form)
    if found is None:
        return JsonResponse({"standing": "invalid"})
    told = {"standing": found.standing, "name": found.name, "role": found.role, "community": found.community}
    return JsonResponse(told)


def _found(form: CheckForm) -> CheckedCertificate | None:
    if not form.is_valid():
        return None
    return checked_certificate(
        form.cleaned_data["number"], form.cleaned_data["code"], on=timezone.localdate()
    )
