"""Becoming a volunteer, and asking what became of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.errors import tell
from cms.core.once import once
from cms.volunteering.forms import ApplyForm
from cms.volunteering.queries import application_by
from cms.volunteering.services import applications
from sites.rate import seconds_to_wait, told_to_wait

# Shown once, on the page after sending; never part of an address.
CODE_KEY = "volunteer_code"
PER_MINUTE = 5


class CodeForm(forms.Form):
    code = forms.CharField(label=_("查询号"), max_length=40)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request):
    account = request.user if request.user.is_authenticated else None
    form = ApplyForm(request.POST if request.method == "POST" else None, account=account)
    if not form.is_bound:
        return render(request, "public/volunteers/apply.html", {"form": form})
    if wait := seconds_to_wait(request, "volunteer", PER_MINUTE):
        form.add_error(None, told_to_wait(wait))
        return _slowed(request, "apply", {"form": form}, wait)
    if form.is_valid():
        try:
            once(request, lambda: _received(request, form))
        except ValidationError as error:
            tell(form, error)
        else:
            return redirect("public:volunteers_follow_up")
    return render(request, "public/volunteers/apply.html", {"form": form}, status=422)


def _received(request, form: ApplyForm) -> int:
    values = dict(form.cleaned_data)
    account = request.user if values.pop("own", False) else None
    held, code = applications.receive(values, purposes=values.pop("purposes"), account=account)
    request.session[CODE_KEY] = code
    return held.pk


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request):
    """What became of it, for whoever holds the number; also the way to take it back."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "fresh": request.session.pop(CODE_KEY, "")}
    if not form.is_bound:
        return render(request, "public/volunteers/follow_up.html", context)
    if wait := seconds_to_wait(request, "follow-up", PER_MINUTE):
        form.add_error(None, told_to_wait(wait))
        return _slowed(request, "follow_up", context, wait)
    found = application_by(form.cleaned_data["code"]) if form.is_valid() else None
    if found is None:
        if form.is_valid():
            form.add_error("code", _("没有找到这个查询号，请核对。"))
        return render(request, "public/volunteers/follow_up.html", context, status=422)
    if "take_back" in request.POST:
        try:
            found = applications.take_back(found)
        except ValidationError as error:
            tell(form, error)
    can = applications.TAKE_BACK.is_open(None, found)
    context |= {"found": found, "can_take_back": can, "code": form.cleaned_data["code"]}
    return render(request, "public/volunteers/follow_up.html", context)


def _slowed(request, name: str, context: dict, wait: int):
    response = render(request, f"public/volunteers/{name}.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response
