"""One event, and holding a place at it."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.accounts.permissions import is_signed_in
from cms.campaigns.queries import public_campaign
from cms.core.errors import tell
from cms.core.once import once
from cms.events.enums import Clarity, Usefulness
from cms.events.models import LONGEST_ANSWER, LONGEST_WORDS, MOST_SEATS, Event, Question
from cms.events.services import attending, registering
from cms.people.queries.memberships import person_of
from sites.rate import seconds_to_wait, told_to_wait

# Shown once, on the page after registering; never part of an address.
CODE_KEY = "event_cancel_code"
# The events of which this browser has said how they were.
TOLD_KEY = "events_told_of"
MOST_REMEMBERED = 50
PER_MINUTE = 10
# A class behind one address signs up within a minute; who tries numbers or codes one after another waits.
PLACES_A_MINUTE = CODES_A_MINUTE = 40


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
    agreed = forms.BooleanField(required=False)

    def __init__(self, event, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = registering.consent_to(event)
        if event.capacity is not None:
            # No more are offered than the event has at all; who asks for more is told so.
            seats = self.fields["seats"]
            seats.widget.choices = list(seats.choices)[: event.capacity]
        self._asked = [f"question_{number}" for number in range(len(event.asks))]
        for name, question in zip(self._asked, event.asks, strict=True):
            self.fields[name] = _answer_to(question)

    def asked(self):
        """The fields of the event's own questions."""
        return [self[name] for name in self._asked]

    def values(self) -> dict:
        """What `register` is given."""
        given = self.cleaned_data
        own = {name: given[name] for name in given if name not in self._asked}
        return own | {"answers": [given[name] for name in self._asked]}


class FeedbackForm(forms.Form):
    """Three questions. The code, where the event has registrations, lets each answer once."""

    code = forms.CharField(
        label=_("报名码"),
        max_length=20,
        help_text=_("只用来保证一人一次，不和您的回答存在一起。"),
        error_messages={"required": _("请填报名码。")},
    )
    useful = forms.ChoiceField(
        label=_("这场活动对您有用吗"),
        choices=Usefulness,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    clear = forms.ChoiceField(
        label=_("讲的内容听懂了吗"),
        choices=Clarity,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    words = forms.CharField(
        label=_("还想了解什么，有什么建议"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, event, *args, **kwargs):
        super().__init__(*args, auto_id="feedback_%s", **kwargs)
        if not event.takes_registrations:
            del self.fields["code"]


class CodeForm(forms.Form):
    """By the code: to look up what one holds, and to give it back."""

    code = forms.CharField(label=_("报名码"), max_length=20, required=False)


def _answer_to(question: Question) -> forms.Field:
    told = {
        "label": question.text,
        "required": question.is_required,
        "error_messages": {"required": _("请回答。")},
    }
    if not question.options:
        return forms.CharField(max_length=LONGEST_ANSWER, **told)
    choices = [("", _("请选择")), *((option, option) for option in question.options)]
    return forms.ChoiceField(choices=choices, **told)


@never_cache
@require_safe
def event(request, pk):
    return _event_page(request, _known(pk))


@require_POST
def register(request, pk):
    shown = _known(pk)
    form = RegistrationForm(shown, request.POST)
    if _is_too_fast(request, form, "event-register", PLACES_A_MINUTE):
        return _event_page(request, shown, register_form=form, status=429)
    if form.is_valid():
        try:
            pk, _is_new = once(
                request, lambda: registering.register(shown, account=_account(request), **form.values()).pk
            )
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


@require_POST
def give_feedback(request, pk):
    """How it was. Who has answered by the open link is asked no more in this browser."""
    shown = _known(pk)
    form = FeedbackForm(shown, request.POST)
    if _is_too_fast(request, form, "feedback", PER_MINUTE):
        return _event_page(request, shown, feedback_form=form, status=429)
    # With codes each tells by the own one, also two by one telephone.
    if not shown.takes_registrations and shown.pk in _told_of(request):
        return redirect(f"{shown.get_absolute_url()}#feedback")
    if form.is_valid():
        try:
            once(request, lambda: attending.tell(shown, **form.cleaned_data) or "")
        except ValidationError as error:
            tell(form, error)
        else:
            request.session[TOLD_KEY] = [*_told_of(request), shown.pk][-MOST_REMEMBERED:]
            return redirect(f"{shown.get_absolute_url()}#feedback")
    return _event_page(request, shown, feedback_form=form, status=422)


def _is_too_fast(request, form, name: str, per_minute: int) -> bool:
    """Whether this asker has to wait; the form then says how long."""
    wait = seconds_to_wait(request, name, per_minute)
    if wait:
        form.add_error(None, told_to_wait(wait))
    return bool(wait)


def _told_of(request) -> list[int]:
    return request.session.get(TOLD_KEY, [])


def _by_code(request, pk, act, told):
    shown = _known(pk)
    form = CodeForm(request.POST)
    if _is_too_fast(request, form, "event-code", CODES_A_MINUTE):
        return _event_page(request, shown, code_form=form, status=429)
    if form.is_valid():
        try:
            found = act(shown, form.cleaned_data["code"])
        except ValidationError as error:
            tell(form, error)
        else:
            return _event_page(request, _known(pk), **told(found))
    return _event_page(request, shown, code_form=form, status=422)


def _event_page(
    request,
    shown,
    *,
    register_form=None,
    code_form=None,
    feedback_form=None,
    held=None,
    is_cancelled=False,
    status=200,
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
        "register_form": register_form or RegistrationForm(shown, initial=_known_of(request.user)),
        "asks_for_feedback": attending.is_asked_about(shown, now),
        "has_told": shown.pk in _told_of(request),
        "feedback_form": feedback_form or FeedbackForm(shown),
        "code_form": code_form or CodeForm(),
        "code": code,
        "held": held,
        "waiting": shown.registrations.waiting().count() if shown.takes_registrations else 0,
        "is_cancelled": is_cancelled,
    }
    page = "recalled" if shown.is_recalled else "event"
    return render(request, f"public/events/{page}.html", context, status=status)


def _account(request):
    return request.user if is_signed_in(request.user) else None


def _known_of(user) -> dict[str, str]:
    """What a member need not type again; nobody else sees this page."""
    person = person_of(user)
    return {"name": person.name, "phone": person.phone} if person else {}


def _known(pk) -> Event:
    events = Event.objects.known().select_related("host", "venue", "series__brand")
    return get_object_or_404(events.prefetch_related("settings", "audiences", "laws__versions"), pk=pk)
