"""One event, and holding a place at it."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.campaigns.queries import public_campaign
from cms.core.errors import tell
from cms.core.once import once
from cms.events import services
from cms.events.models import Event

# Shown once, on the page after registering; never part of an address.
CODE_KEY = "event_cancel_code"


class RegistrationForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    phone = forms.CharField(label=_("手机号"), max_length=20, required=False)
    agreed = forms.BooleanField(label=services.CONSENT, required=False)


class CancelForm(forms.Form):
    code = forms.CharField(label=_("取消码"), max_length=20, required=False)


@never_cache
@require_safe
def event(request, pk):
    return _event_page(request, _known(pk))


@require_POST
def register(request, pk):
    shown = _known(pk)
    form = RegistrationForm(request.POST)
    if form.is_valid():
        try:
            pk, _is_new = once(request, lambda: services.register(shown, **form.cleaned_data).pk)
        except ValidationError as error:
            tell(form, error)
        else:
            held = shown.registrations.filter(pk=pk, cancelled_at=None).first()
            if held:
                request.session[CODE_KEY] = {"event": shown.pk, "code": held.cancel_code}
                return redirect(f"{shown.get_absolute_url()}#registration")
            form.add_error(None, _("这次报名已经取消。要再报名，请重新打开这一页。"))
    return _event_page(request, shown, register_form=form, status=422)


@require_POST
def cancel(request, pk):
    shown = _known(pk)
    form = CancelForm(request.POST)
    if form.is_valid():
        try:
            services.cancel_registration(shown, code=form.cleaned_data["code"])
        except ValidationError as error:
            tell(form, error)
        else:
            return _event_page(request, _known(pk), is_cancelled=True)
    return _event_page(request, shown, cancel_form=form, status=422)


def _event_page(request, shown, *, register_form=None, cancel_form=None, is_cancelled=False, status=200):
    now = timezone.now()
    kept = request.session.get(CODE_KEY) or {}
    code = kept.get("code") if kept.get("event") == shown.pk else ""
    if code:
        del request.session[CODE_KEY]
    context = {
        "event": shown,
        "campaign": public_campaign(shown.campaign_id),
        "is_over": shown.ends_at < now,
        "takes_registrations": shown.takes_registrations_at(now),
        "register_form": register_form or RegistrationForm(),
        "cancel_form": cancel_form or CancelForm(),
        "code": code,
        "is_cancelled": is_cancelled,
    }
    page = "recalled" if shown.is_recalled else "event"
    return render(request, f"public/events/{page}.html", context, status=status)


def _known(pk) -> Event:
    events = Event.objects.known().select_related("host", "venue", "series")
    return get_object_or_404(events.prefetch_related("settings", "audiences", "laws__versions"), pk=pk)
