"""What comes by the public form: received, taken up by the 居村 or not, taken back by its writer."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.core.audit import forget_labels
from cms.core.errors import RuleBroken, require
from cms.core.follow_up import untaken_code
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, anyone, standing, writing
from cms.inbox.enums import MessageKind
from cms.inbox.services import send, settle
from cms.people.enums import CONSENT_VERSION, NominationSource, SelfNominationState
from cms.people.models import Nomination, Person, SelfNomination
from cms.people.permissions import can_see_person, checks_for_community, coordinates
from cms.people.queries import CODE_PURPOSE
from cms.people.queries.memberships import person_of
from cms.people.services.newcomers import ask_for_consents, keep_consents
from cms.people.services.nominations import put_forward, take_step
from cms.people.services.persons import add_newcomer

_S = SelfNominationState
_DONE = _("这份自荐已经办理过。")
RECEIVE = Action[SelfNomination]("people.selfnomination.receive", _("收到自荐"), anyone)
ACCEPT = Action[SelfNomination](
    "people.selfnomination.accept",
    _("核实并受理"),
    coordinates,
    writes=("state", "nomination", "person"),
    of=checks_for_community,
    refusal=_("自荐由居村核实。"),
    when=standing(_S.RECEIVED),
    otherwise=_DONE,
)
DECLINE = Action[SelfNomination](
    "people.selfnomination.decline",
    _("不予受理"),
    coordinates,
    writes=("state", "answer"),
    of=checks_for_community,
    refusal=_("自荐由居村核实。"),
    when=standing(_S.RECEIVED),
    otherwise=_DONE,
    reason=_("请写明理由，自荐的人会看到。"),
)
# Whoever holds the follow-up number; what is no longer needed is no longer kept.
PERSONAL = ("name", "gender", "birth", "phone", "category", "words", "guardian_name", "guardian_phone")
TAKE_BACK = Action[SelfNomination](
    "people.selfnomination.take_back",
    _("本人撤回自荐"),
    anyone,
    writes=("state", "person", *PERSONAL),
    when=standing(_S.RECEIVED),
    otherwise=_("居村已经办理。要撤回，请与居村联系。"),
)
FORGOTTEN_AFTER = timedelta(days=180)
FORGET = Action[SelfNomination](
    "people.selfnomination.forget", _("到期清除"), anyone, writes=("person", *PERSONAL)
)
OF_PERSON = ("name", "gender", "birth", "phone", "guardian_name", "guardian_phone")


@transaction.atomic
def receive(
    values: Mapping[str, Any], *, purposes: Iterable[str], member: User | None = None
) -> tuple[SelfNomination, str]:
    """Keep what somebody filled in, and tell the 居村; returns it with its follow-up number.

    The number is told this once; what is kept of it only recognises it. Of a `member` the roster knows who
    they are: what stands there goes before what was filled in.
    """
    person = person_of(member) if member else None
    if person:
        values = {**values, **{name: held for name in OF_PERSON if (held := getattr(person, name))}}
    ask_for_consents(values, purposes)
    for name in ("words", "category"):
        if find_personal_numbers(values[name]):
            raise RuleBroken({name: _("请不要在这里写身份证号、手机号。")})
    code, known_by = untaken_code(SelfNomination, CODE_PURPOSE)
    held = SelfNomination(
        **values,
        person=person,
        purposes=sorted(purposes),
        text_version=CONSENT_VERSION,
        code_fingerprint=known_by,
    )
    with writing(held, RECEIVE, actor=member):
        pass
    _tell_community(held, timezone.localdate())
    return held, code


@transaction.atomic
def accept(
    self_nomination: SelfNomination,
    *,
    actor,
    person: Person | None = None,
    apart: Iterable[int] = (),
    opinion: str = "",
) -> Nomination:
    """Put its writer forward, and check in the name of the 居村: the `person` of the roster, or a new one.

    Of a member it is known who they are. LooksAlike where somebody of the own places looks the same, unless
    told `apart`.
    """
    with writing(self_nomination, ACCEPT, actor=actor) as held:
        if held.person:
            person = held.person
        elif person is None:
            given = {name: getattr(held, name) for name in OF_PERSON}
            person = add_newcomer(given, actor=actor, apart=apart)
        else:
            require(can_see_person(actor, person), _("名册里没有这个人，或者不在您的居村。"))
        nomination = put_forward(
            person,
            role=held.role,
            community=held.community,
            source=NominationSource.SELF,
            category=held.category,
            actor=actor,
        )
        given_on = timezone.localdate(held.created_at)
        keep_consents(person, held.purposes, version=held.text_version, given_on=given_on, actor=actor)
        held.state, held.person = _S.ACCEPTED, person
        held.nomination = take_step(nomination, "check", actor=actor, opinion=opinion)
    settle(_link(held))
    return held.nomination


@transaction.atomic
def decline(self_nomination: SelfNomination, *, reason: str, actor) -> SelfNomination:
    """Say no, in words that its writer reads."""
    with writing(self_nomination, DECLINE, actor=actor, reason=reason) as held:
        if find_personal_numbers(reason):
            raise RuleBroken({"reason": _("请不要在这里写身份证号、手机号。")})
        held.state, held.answer = _S.DECLINED, reason.strip()
    settle(_link(held))
    return held


@transaction.atomic
def take_back(self_nomination: SelfNomination) -> SelfNomination:
    """By whoever holds the follow-up number, while the 居村 has not looked."""
    with writing(self_nomination, TAKE_BACK, actor=None) as held:
        _empty(held)
        held.state = _S.WITHDRAWN
    forget_labels(SelfNomination, [held.pk])
    settle(_link(held))
    return held


@transaction.atomic
def forget_self_nominations(on: date) -> int:
    """Empty who put themselves forward long after it was decided; returns how many. Counts and answers stay.

    Whoever was taken up is in the roster since, with what is still needed of them.
    """
    over = SelfNomination.objects.exclude(state=_S.RECEIVED).filter(updated_at__date__lt=on - FORGOTTEN_AFTER)
    return _forget(over)


def forget_self_nominations_of(person: Person) -> int:
    """Empty what somebody of the roster wrote when they put themselves forward, also what still waits."""
    theirs = SelfNomination.objects.filter(Q(person=person) | Q(nomination__person=person))
    waiting = theirs.filter(state=_S.RECEIVED)
    return len([take_back(held) for held in waiting]) + _forget(theirs)


def _forget(over: QuerySet[SelfNomination]) -> int:
    found = list(over.exclude(name=""))
    for held in found:
        with writing(held, FORGET, actor=None) as emptied:
            _empty(emptied)
    forget_labels(SelfNomination, [held.pk for held in found])
    return len(found)


def _empty(held: SelfNomination) -> None:
    for name in PERSONAL:
        setattr(held, name, "")
    if held.nomination is None:
        held.person = None


def _link(held: SelfNomination) -> str:
    return reverse("portal:self_nomination", args=[held.pk])


def _tell_community(held: SelfNomination, on: date) -> None:
    link, place = _link(held), held.community
    text = f"{place}收到一份{held.get_role_display()}自荐，请核实"
    for account in User.objects.filter(coordinated__place=place, is_active=True).distinct():
        send(account, MessageKind.ARRIVED, f"self-nomination:{held.pk}", text, link, on=on)
