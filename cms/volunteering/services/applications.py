"""Applications of the public: received, approved at the desk or not, taken back by their writer."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.queries import accounts_in
from cms.core.audit import forget_labels
from cms.core.errors import RuleBroken
from cms.core.follow_up import untaken_code
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, anyone, standing, write, writing
from cms.inbox.enums import MessageKind
from cms.inbox.services import send, settle
from cms.people.enums import ConsentPurpose
from cms.people.models import Person, is_minor
from cms.people.queries import CODE_PURPOSE
from cms.people.services.appointments import register_volunteer
from cms.people.services.memberships import join
from cms.people.services.newcomers import keep_consents
from cms.people.services.persons import add_person
from cms.volunteering.enums import CONSENT_VERSION, ApplicationState
from cms.volunteering.models import Application, Team
from cms.volunteering.permissions import can_manage_volunteers
from cms.volunteering.services.profiles import set_profile

_S = ApplicationState
_DONE = _("这份报名已经办理过。")
OF_PERSON = ("name", "gender", "birth", "phone", "guardian_name", "guardian_phone")
PERSONAL = (*OF_PERSON, "words")
# Who it was and what they offer: the roster has it of whoever was registered, nobody needs it of others.
EMPTIED = (*PERSONAL, "times", "account")
OFFERED = ("skills", "towns")
FORGOTTEN_AFTER = timedelta(days=180)
RECEIVE = Action[Application](
    "volunteering.application.receive", _("收到志愿者报名"), anyone,
    writes=(*PERSONAL, "community", "skills", "towns", "times", "purposes", "text_version", "account"),
)  # fmt: skip
APPROVE = Action[Application](
    "volunteering.application.approve",
    _("同意登记"),
    can_manage_volunteers,
    writes=("state", "appointment", "decided_on"),
    when=standing(_S.RECEIVED),
    otherwise=_DONE,
)
DECLINE = Action[Application](
    "volunteering.application.decline",
    _("不予登记"),
    can_manage_volunteers,
    writes=("state", "answer", "decided_on"),
    when=standing(_S.RECEIVED),
    otherwise=_DONE,
    reason=_("请写明理由，报名的人会看到。"),
)
# Whoever holds the follow-up number; what is no longer needed is no longer kept.
TAKE_BACK = Action[Application](
    "volunteering.application.take_back",
    _("本人撤回报名"),
    anyone,
    writes=("state", *EMPTIED, *OFFERED),
    when=standing(_S.RECEIVED, _S.DECLINED),
    otherwise=_("已登记的，请在“我的”里办理或与普法办联系；已撤回的不必再撤。"),
)
FORGET = Action[Application](
    "volunteering.application.forget", _("到期清除"), anyone, writes=(*EMPTIED, *OFFERED)
)


@transaction.atomic
def receive(values: Mapping[str, Any], *, purposes: Iterable[str], account=None) -> tuple[Application, str]:
    """Keep what somebody filled in, and tell the office; returns it with its follow-up number.

    The number is told this once. `account` is of who was signed in and applied for themselves.
    """
    _ask_for_consents(values, purposes)
    if find_personal_numbers(values["words"]):
        raise RuleBroken({"words": _("请不要在这里写身份证号、手机号。")})
    code, known_by = untaken_code(Application, CODE_PURPOSE)
    held = Application(code_fingerprint=known_by)
    given = {**values, "purposes": sorted(purposes), "text_version": CONSENT_VERSION, "account": account}
    write(held, RECEIVE, given, actor=account)
    _tell_office(held)
    return held, code


@transaction.atomic
def approve(
    application: Application,
    *,
    actor,
    person: Person | None = None,
    apart: Iterable[int] = (),
    volunteer_number: str = "",
    team: Team | None = None,
    joins: bool = False,
    seen: str | None = None,
) -> Application:
    """Register its writer as a volunteer: the `person` of the roster, or a new one.

    `joins` gives the account that sent it the person's own data: only where the office has checked that it
    is theirs. LooksAlike where somebody in the roster looks the same, unless told `apart`.
    """
    with writing(application, APPROVE, actor=actor, seen=seen) as held:
        today = timezone.localdate()
        if person is None:
            person = add_person({name: getattr(held, name) for name in OF_PERSON}, actor=actor, apart=apart)
        held.appointment = register_volunteer(
            person,
            community=held.community,
            volunteer_number=volunteer_number,
            registered_on=today,
            team=team.name if team else "",
            actor=actor,
        )
        set_profile(
            held.appointment,
            skills=held.skills.all(),
            towns=held.towns.all(),
            times=held.times,
            team=team,
            actor=actor,
        )
        given_on = timezone.localdate(held.created_at)
        keep_consents(person, held.purposes, version=held.text_version, given_on=given_on, actor=actor)
        if joins and held.account:
            join(held.account, person, actor=actor)
        held.state, held.decided_on = _S.APPROVED, today
    settle(_link(held))
    return held


@transaction.atomic
def decline(application: Application, *, reason: str, actor, seen: str | None = None) -> Application:
    """Say no, in words that its writer reads."""
    with writing(application, DECLINE, actor=actor, seen=seen, reason=reason) as held:
        if find_personal_numbers(reason):
            raise RuleBroken({"reason": _("请不要在这里写身份证号、手机号。")})
        held.state, held.answer = _S.DECLINED, reason.strip()[:300]
        held.decided_on = timezone.localdate()
    settle(_link(held))
    return held


@transaction.atomic
def take_back(application: Application) -> Application:
    """By whoever holds the follow-up number, unless it made them a volunteer: nothing of it is kept."""
    with writing(application, TAKE_BACK, actor=None, relations=_nothing_offered()) as held:
        _empty(held)
        held.state = _S.WITHDRAWN
    settle(_link(held))
    return held


@transaction.atomic
def forget_applications(on: date) -> int:
    """Empty who applied, and what they wrote, long after it was decided; returns how many. Counts stay."""
    day = on - FORGOTTEN_AFTER
    # Those of before the day was noted have last changed when they were decided.
    over = Q(decided_on__lt=day) | Q(decided_on=None, updated_at__date__lt=day)
    return _forget(Application.objects.exclude(state=_S.RECEIVED).filter(over))


def forget_applications_of(person: Person) -> int:
    """Empty what a volunteer wrote when they applied; returns how many."""
    return _forget(Application.objects.filter(appointment__person=person))


def _forget(over: QuerySet[Application]) -> int:
    found = list(over.exclude(name=""))
    for application in found:
        with writing(application, FORGET, actor=None, relations=_nothing_offered()) as held:
            _empty(held)
    forget_labels(Application, [application.pk for application in found])
    return len(found)


def _empty(held: Application) -> None:
    for name in PERSONAL:
        setattr(held, name, "")
    held.times, held.account = [], None


def _nothing_offered() -> dict[str, list]:
    return {name: [] for name in OFFERED}


def _ask_for_consents(values: Mapping[str, Any], purposes: Iterable[str]) -> None:
    """Nothing is kept of whoever did not agree; for a minor the guardian speaks."""
    if ConsentPurpose.MANAGEMENT not in purposes:
        raise RuleBroken({"purposes": _("没有对第一项的同意，不能登记为志愿者。")})
    if not is_minor(values["birth"], timezone.localdate()):
        return
    for name in ("guardian_name", "guardian_phone"):
        if not values[name]:
            raise RuleBroken({name: _("未满18周岁的，请由监护人填写姓名和电话，表示同意。")})


def _link(held: Application) -> str:
    return reverse("volunteer_applications:inspect", args=[held.pk])


def _tell_office(held: Application) -> None:
    link = _link(held)
    text, subject = f"{held.community}收到一份志愿者报名，请审核", f"volunteer-application:{held.pk}"
    for account in accounts_in(Role.OFFICE):
        send(account, MessageKind.ARRIVED, subject, text, link, on=timezone.localdate())
