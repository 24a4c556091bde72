"""The yearly assessment as others than the office see it: grades, the public's vote, an assessor's sheet."""

from collections import defaultdict
from decimal import Decimal

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.signing_in import throttle
from cms.agencies.queries import agencies_of
from cms.core.addresses import client_address
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.private_files import private_response
from cms.inbox.models import InboxSetting
from cms.reviews import tasks
from cms.reviews.models import Participant, Round
from cms.reviews.queries.outcomes import frozen_outcome, published_rounds
from cms.reviews.queries.self_files import self_files_for
from cms.reviews.queries.voting import voting_is_over
from cms.reviews.services import panels, voting

LEVELS = ((5, _("很好")), (4, _("较好")), (3, _("一般")), (2, _("较差")), (1, _("很差")))


class LetterForm(forms.Form):
    email = forms.EmailField(label=_("邮箱"), max_length=254)


class TextForm(forms.Form):
    phone = forms.RegexField(
        r"^\s*1[3-9]\d{9}\s*$",
        label=_("手机号"),
        max_length=20,
        error_messages={"invalid": _("请填写 11 位手机号。")},
    )

    def clean_phone(self) -> str:
        return self.cleaned_data["phone"].strip()


class BallotForm(forms.Form):
    """One question for each agency; what is left open is not counted."""

    def __init__(self, participants, data=None):
        super().__init__(data)
        self.participants = {f"p{each.pk}": each for each in participants}
        for name, each in self.participants.items():
            self.fields[name] = forms.TypedChoiceField(
                label=each.agency.name,
                choices=LEVELS,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def choices(self) -> dict[Participant, int]:
        return {self.participants[name]: level for name, level in self.cleaned_data.items() if level}


class PanelForm(forms.Form):
    """A score for each agency that the assessor may score."""

    def __init__(self, participants, held: dict[int, Decimal], data=None):
        super().__init__(data)
        self.participants = {f"p{each.pk}": each for each in participants}
        for name, each in self.participants.items():
            field = forms.DecimalField(
                label=each.agency.name,
                min_value=0,
                max_value=100,
                decimal_places=2,
                required=False,
                initial=held.get(each.pk),
            )
            field.widget.attrs["inputmode"] = "decimal"
            self.fields[name] = field

    @property
    def scores(self) -> dict[Participant, Decimal]:
        given = self.cleaned_data.items()
        return {self.participants[name]: score for name, score in given if score is not None}


@require_safe
def grades(request, year):
    """Read from the frozen text alone; in the order of the list, never by grade."""
    shown = get_object_or_404(published_rounds(), scheme__year=year)
    context = {
        "year": year,
        "published_at": shown.published_at,
        "outcome": frozen_outcome(year),
        "years": [each.year for each in published_rounds() if each.year != year],
    }
    return render(request, "public/reviews/grades.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request, year):
    """The ballot of who is signed in; others are offered a letter."""
    if voting_is_over(year, timezone.localdate()):
        return _closed(request, _("投票已经截止"), _("谢谢关注。结果在评议定稿之后公布。"))
    held = _open_to_votes(year)
    if not request.user.is_authenticated:
        return _entrance(request, held)
    return _ballot(request, held, voting.mark_of_account(held, request.user))


@never_cache
@require_POST
def letter(request, year):
    """Says the same whether or not a letter goes out."""
    held = _open_to_votes(year)
    if not settings.MAIL_IS_SET_UP:
        raise Http404
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _entrance(request, held, letter_form=form)
    email = form.cleaned_data["email"]
    if throttle.admit(f"ballot to {email}", client_address(request)):
        link = _link(request, held, voting.mark_of_mailbox(held, email))
        tasks.send_ballot_letter.enqueue(email, year, link)
    return render(request, "public/reviews/letter_sent.html", {"round": held, "whereto": _("邮箱")})


@never_cache
@require_POST
def text(request, year):
    """The same by telephone, where the office has a gateway."""
    held = _open_to_votes(year)
    if not InboxSetting.load().gateway:
        raise Http404
    form = TextForm(request.POST)
    if not form.is_valid():
        return _entrance(request, held, text_form=form)
    number = form.cleaned_data["phone"]
    if throttle.admit(f"ballot to {number}", client_address(request)):
        link = _link(request, held, voting.mark_of_telephone(held, number))
        tasks.send_ballot_text.enqueue(number, year, link)
    return render(request, "public/reviews/letter_sent.html", {"round": held, "whereto": _("手机")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote_by_letter(request, year, token):
    held = _open_to_votes(year)
    mark = voting.mark_by(held, token)
    if mark is None:
        raise Http404
    return _ballot(request, held, mark)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request, token):
    """An assessor's sheet, on a phone: neither others' scores nor the own agency are on it."""
    assessor = panels.assessor_by(token)
    if assessor is None:
        words = _("评分已经结束，或者链接换成了新的。需要帮助，请与发给您链接的普法办联系。")
        return _closed(request, _("这个链接不能用了"), words)
    held = assessor.round
    participants = [
        each
        for each in held.participants.select_related("agency").prefetch_related("entries__indicator")
        if each.agency_id != assessor.agency_id
    ]
    given = dict(assessor.scores.values_list("participant", "score"))
    form = PanelForm(participants, given, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _is_taken(form, lambda: panels.give_scores(assessor, form.scores)):
            return redirect(f"{request.path}?saved=1")
        status = 422
    files = defaultdict(list)
    for file in self_files_for(assessor).select_related("indicator"):
        files[file.participant_id].append(file)
    context = {
        "token": token,
        "assessor": assessor,
        "round": held,
        "form": form,
        "rows": [(form[name], each, files[each.pk]) for name, each in form.participants.items()],
        "is_saved": "saved" in request.GET,
        "done": len(given),
    }
    return render(request, "public/reviews/panel.html", context, status=status)


@never_cache
@require_safe
def panel_file(request, token, file_pk):
    """A file of a self-assessment, for an assessor who may read it."""
    assessor = panels.assessor_by(token)
    if assessor is None:
        raise Http404
    held = get_object_or_404(self_files_for(assessor), pk=file_pk)
    return private_response(held.file, download_as=held.name)


def _link(request, held: Round, mark: str) -> str:
    address = reverse("public:review_vote_by_letter", args=[held.year, voting.token_for(held, mark)])
    return request.build_absolute_uri(address)


def _entrance(request, held: Round, letter_form=None, text_form=None):
    """The ways to a ballot; a form that comes back says what was wrong with it."""
    context = {
        "round": held,
        "letter_form": (letter_form or LetterForm()) if settings.MAIL_IS_SET_UP else None,
        "text_form": (text_form or TextForm()) if InboxSetting.load().gateway else None,
    }
    status = 422 if letter_form or text_form else 200
    return render(request, "public/reviews/vote_entrance.html", context, status=status)


def _ballot(request, held: Round, mark: str):
    own = agencies_of(request.user) if request.user.is_authenticated else ()
    participants = held.participants.select_related("agency").exclude(agency__in=own)
    form = BallotForm(participants, request.POST if request.method == "POST" else None)
    is_cast, status = voting.has_voted(held, mark), 200
    if request.method == "POST" and not is_cast:
        is_cast = form.is_valid() and _is_taken(form, lambda: voting.cast_ballot(held, mark, form.choices))
        status = 200 if is_cast else 422
    context = {"round": held, "form": form, "is_cast": is_cast}
    return render(request, "public/reviews/ballot.html", context, status=status)


def _is_taken(form, act) -> bool:
    try:
        act()
    except (RuleBroken, NotAllowed) as error:
        form.add_error(None, " ".join(error.messages))
        return False
    return True


def _closed(request, title, words):
    """What came to an end, for those who still follow its link."""
    return render(request, "public/reviews/closed.html", {"title": title, "words": words}, status=404)


def _open_to_votes(year: int) -> Round:
    """The round in which the public votes now, or 404."""
    held = get_object_or_404(Round.objects.select_related("scheme"), scheme__year=year)
    if not voting.takes_votes(held):
        raise Http404
    return held
