"""What people agreed to, and who may look at their numbers."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.writing import Action, locked, writing
from cms.people.models import Consent, Person
from cms.people.permissions import can_keep_consent, can_reveal_numbers, coordinates

LEAST_REASON = 4
GIVE = Action[Consent]("people.consent.give", _("登记同意"), coordinates, of=can_keep_consent)
WITHDRAW = Action[Consent](
    "people.consent.withdraw",
    _("撤回同意"),
    coordinates,
    writes=("withdrawn_on",),
    of=can_keep_consent,
    when=lambda consent: consent.withdrawn_on is None,
    otherwise=_("这项同意已经撤回。"),
)
REVEAL = Action[Person](
    "people.person.reveal",
    _("查看完整号码"),
    can_reveal_numbers,
    reason=_("请写明查看的理由，至少四个字；您的查看会留下记录。"),
)


@transaction.atomic
def give_consent(person: Person, *, purpose: str, text_version: str, given_on: date, actor) -> Consent:
    """Record a person's consent; RuleBroken where one for the same purpose stands."""
    consent = Consent(person=locked(person), purpose=purpose, text_version=text_version, given_on=given_on)
    with writing(consent, GIVE, actor=actor):
        _not_later_than_today("given_on", given_on)
    return consent


def withdraw_consent(consent: Consent, *, withdrawn_on: date, actor, seen: str | None = None) -> Consent:
    """End a standing consent."""
    with writing(consent, WITHDRAW, actor=actor, seen=seen) as held:
        _not_later_than_today("withdrawn_on", withdrawn_on)
        held.withdrawn_on = withdrawn_on
    return held


def reveal_numbers(person: Person, *, reason: str, actor, seen: str | None = None) -> dict[str, str]:
    """The full numbers of a person, for a stated reason that is logged."""
    with writing(person, REVEAL, actor=actor, seen=seen, reason=reason) as held:
        if len(reason.strip()) < LEAST_REASON:
            raise RuleBroken({"reason": REVEAL.reason})
    return {
        "手机号": held.phone,
        "身份证号": held.identity_number,
        "监护人电话": held.guardian_phone,
    }


def _not_later_than_today(name: str, day: date) -> None:
    if day > timezone.localdate():
        raise RuleBroken({name: _("日期在将来，请核对。")})
