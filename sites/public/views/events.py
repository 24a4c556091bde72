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
from cms.events.models import MOST_SEATS, Event
from cms.events.services import registering

# Shown once, on the page after registering; never part of an address.
CODE_KEY = "event_cancel_code"


class RegistrationForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60, required=False)
    phone = forms.CharField(label=_("手机号"), max_length=20, required=False)
    seats = forms.TypedChoiceField(
        label=_("人数"),
        choices=[(number, f"{number} 人") for number in range(1, MOST_SEATS + 1)],
        coerce=int,
        empty_value=1,
        required=False,
    )
    waits = forms.BooleanField(label=_("名额满了就登记候补"), required=False)
    agreed = forms.BooleanField(label=registering.CONSENT, required=False)


class CodeForm(forms.Form):
    """By the code: to look up what one holds, and to give it back."""

    code = forms.CharField(label=_("报名码"), max_length=20, required=False)


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
            pk, _is_new = once(request, lambda: registering.register(shown, **form.cleaned_data).pk)
        except ValidationError as error:
            tell(form, error)
        else:
            held = shown.registrations.filter(pk=pk, cancelled_at=None).first()
            if held:
                request.session[CODE_KEY] = {"event": shown.pk, "code": held.cancel_code}
                return redirect(f"{shown.get_absolute_url()}#registration")
            form.add_error(None, _("这次报名已经取消。要再报名，请重新打开这一页。"))
    return _event_page(request, _known(shown.pk), register_form=form, status=422)


@never_cache
@require_POST
def look_up(request, pk):
    """What a code holds: places, or a turn on the waiting list."""
    return _by_code(request, pk, registering.registration_by, lambda held: {"held": held})


@require_POST
def cancel(request, pk):
    return _by_code(
        request,
        pk,
        lambda event, code: registering.cancel_registration(event, code=code),
        lambda held: {"is_cancelled": True},
    )


def _by_code(request, pk, act, told):
    shown = _known(pk)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            found = act(shown, form.cleaned_data["code"])
        except ValidationError as error:
            tell(form, error)
        else:
            return _event_page(request, _known(pk), **told(found))
    return _event_page(request, shown, code_form=form, status=422)


def _event_page(
    request, shown, *, register_form=None, code_form=None, held=None, is_cancelled=False, status=200
):
    now = timezone.now()
    kept = request.session.get(CODE_KEY) or {}
    code = kept.get("code") if kept.get("event") == shown.pk else ""
    if code:
        del request.session[CODE_KEY]
        held = shown.registrations.standing().filter(cancel_code=code).first()
    context = {
        "event": shown,
        "campaign": public_campaign(shown.campaign_id),
        "is_over": shown.ends_at < now,
        "takes_registrations": shown.takes_registrations_at(now),
        "register_form": register_form or RegistrationForm(),
        "code_form": code_form or CodeForm(),
        "code": code,
        "held": held,
        "waiting": shown.registrations.waiting().count() if shown.takes_registrations else 0,
        "is_cancelled": is_cancelled,
    }
    page = "recalled" if shown.is_recalled else "event"
    return render(request, f"public/events/{page}.html", context, status=status)


def _known(pk) -> Event:
    events = Event.objects.known().select_related("host", "venue", "series")
    return get_object_or_404(events.prefetch_related("settings", "audiences", "laws__versions"), pk=pk)
