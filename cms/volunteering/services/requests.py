"""What members do about their own data: agree, withdraw, correct, ask."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.permissions import is_signed_in
from cms.accounts.queries import accounts_in
from cms.core.errors import RuleBroken
from cms.core.naming import Naming
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, anyone, locked, standing, writing
from cms.inbox.enums import MessageKind
from cms.inbox.services import send, settle
from cms.people.enums import ConsentPurpose
from cms.people.models import Consent, Person, is_minor
from cms.people.permissions import is_own_person
from cms.people.services.departed import erase
from cms.volunteering.enums import CONSENT_VERSION, RequestKind, RequestState
from cms.volunteering.models import MemberRequest
from cms.volunteering.permissions import can_manage_volunteers, is_own_request
from cms.volunteering.services.applications import forget_applications_of

WITHDRAWN = Naming("%(names)s撤回了名册管理的同意，请办理退出")
ASKED = Naming("%(names)s请求%(what)s，请答复")
_NUMBERS = _("请不要在这里写身份证号、手机号。")
AGREE = Action[Consent](
    "people.consent.give_own",
    _("本人同意"),
    is_signed_in,
    of=lambda user, consent: is_own_person(user, consent.person),
)
WITHDRAW = Action[Consent](
    "people.consent.withdraw_own",
    _("本人撤回同意"),
    is_signed_in,
    writes=("withdrawn_on",),
    of=lambda user, consent: is_own_person(user, consent.person),
    when=lambda consent: consent.withdrawn_on is None,
    otherwise=_("这项同意已经撤回。"),
)
CORRECT = Action[Person](
    "people.person.correct_own", _("本人更正"), is_signed_in, ("phone",), of=is_own_person
)
ASK = Action[MemberRequest](
    "volunteering.memberrequest.ask", _("本人提出请求"), is_signed_in, of=is_own_request
)


def _answers(verb: str, label) -> Action[MemberRequest]:
    return Action(
        f"volunteering.memberrequest.{verb}",
        label,
        can_manage_volunteers,
        writes=("state", "answer", "answered_on"),
        when=standing(RequestState.OPEN),
        otherwise=_("这个请求已经答复。"),
        reason=_("请写明办了什么，或者为什么不能办，本人会看到。"),
    )


FORGET = Action[MemberRequest]("volunteering.memberrequest.forget", _("到期清除"), anyone, writes=("words",))
FORGOTTEN_AFTER = timedelta(days=180)
DONE, REFUSE = _answers("done", _("答复：已办理")), _answers("refuse", _("答复：不能办理"))


@transaction.atomic
def agree(person: Person, purpose: str, *, actor) -> Consent:
    """Agree to one purpose, today, in the words that stand on the page. For a minor the guardian speaks."""
    if is_minor(person.birth, timezone.localdate()):
        raise RuleBroken(_("未满18周岁的，请监护人到居村或普法办同意，由他们登记。撤回可以自己办。"))
    consent = Consent(
        person=locked(person), purpose=purpose, text_version=CONSENT_VERSION, given_on=timezone.localdate()
    )
    with writing(consent, AGREE, actor=actor):
        return consent


@transaction.atomic
def withdraw(person: Person, purpose: str, *, actor) -> Consent:
    """Take the consent back, at once: pages ask for it each time, and nothing of them is kept.

    That the roster may be kept no longer is for the office to act upon.
    """
    consent = person.consents.filter(purpose=purpose, withdrawn_on=None).first()
    if consent is None:
        raise RuleBroken(_("这项同意已经撤回。"))
    with writing(consent, WITHDRAW, actor=actor) as held:
        held.withdrawn_on = timezone.localdate()
    if purpose == ConsentPurpose.MANAGEMENT:
        link = reverse("person:inspect", args=[person.pk])
        _tell_office(WITHDRAWN % {"names": person}, link)
    return held


def correct_phone(person: Person, phone: str, *, actor) -> Person:
    """A number of one's own."""
    with writing(person, CORRECT, actor=actor) as held:
        held.phone = phone
    return held


@transaction.atomic
def ask(person: Person, kind: str, words: str, *, actor) -> MemberRequest:
    """Ask the office to correct or to erase; it is told."""
    request = MemberRequest(person=locked(person), kind=kind, words=words.strip())
    with writing(request, ASK, actor=actor):
        if kind == RequestKind.CORRECT and not words.strip():
            raise RuleBroken({"words": _("请写明哪一项不对、应当是什么。")})
        if find_personal_numbers(words):
            raise RuleBroken({"words": _NUMBERS})
    link = reverse("volunteer_requests:inspect", args=[request.pk])
    _tell_office(ASKED % {"names": person, "what": request.get_kind_display()}, link)
    return request


@transaction.atomic
def answer_done(request: MemberRequest, *, reason: str, actor, seen: str | None = None) -> MemberRequest:
    """Say that it is done. What was to be erased is gone with the answer."""
    held = _answer(request, DONE, RequestState.DONE, reason, actor, seen)
    if held.kind == RequestKind.ERASE:
        forget_applications_of(held.person)
        for each in held.person.member_requests.exclude(words=""):
            _forget(each)
        erase(held.person, timezone.localdate())
    return held


def answer_refused(request: MemberRequest, *, reason: str, actor, seen: str | None = None) -> MemberRequest:
    return _answer(request, REFUSE, RequestState.REFUSED, reason, actor, seen)


def forget_requests(on: date) -> int:
    """Empty what members wrote long after it was answered; returns how many. Kind, answer and days stay."""
    found = MemberRequest.objects.filter(answered_on__lt=on - FORGOTTEN_AFTER).exclude(words="")
    for request in found:
        _forget(request)
    return len(found)


def _forget(request: MemberRequest) -> None:
    with writing(request, FORGET, actor=None) as held:
        held.words = ""


@transaction.atomic
def _answer(request, action, state, reason: str, actor, seen) -> MemberRequest:
    with writing(request, action, actor=actor, seen=seen, reason=reason) as held:
        if find_personal_numbers(reason):
            raise RuleBroken({"reason": _NUMBERS})
        held.state, held.answer, held.answered_on = state, reason.strip()[:300], timezone.localdate()
    settle(reverse("volunteer_requests:inspect", args=[held.pk]))
    return held


def _tell_office(text: str, link: str) -> None:
    for account in accounts_in(Role.OFFICE):
        send(account, MessageKind.ARRIVED, link, text, link, on=timezone.localdate())
