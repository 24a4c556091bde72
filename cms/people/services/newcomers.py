"""Somebody whom the roster does not know yet is put forward, with what they agreed to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.people.enums import CONSENT_VERSION, ConsentPurpose
from cms.people.models import Nomination, Person, RosterSetting, is_minor
from cms.people.services.consents import give_consent
from cms.people.services.nominations import put_forward
from cms.people.services.persons import add_newcomer


@transaction.atomic
def put_forward_new(
    values: Mapping[str, Any], *, purposes: Iterable[str], actor, apart: Iterable[int] = (), **way
) -> Nomination:
    """A person of these values on the `way` of `put_forward`; RuleBroken without the needed consents.

    LooksAlike where somebody of the own places looks the same, unless told `apart`.
    """
    ask_for_consents(values, purposes)
    person = add_newcomer(values, actor=actor, apart=apart)
    nomination = put_forward(person, actor=actor, **way)
    keep_consents(person, purposes, version=CONSENT_VERSION, given_on=timezone.localdate(), actor=actor)
    return nomination


def ask_for_consents(values: Mapping[str, Any], purposes: Iterable[str]) -> None:
    """Nothing is kept of whoever did not agree; for a minor the guardian speaks, where the rule lets."""
    if ConsentPurpose.MANAGEMENT not in purposes:
        raise RuleBroken({"purposes": _("没有本人对“名册管理”的同意，不能登记。")})
    if not is_minor(values["birth"], timezone.localdate()):
        return
    if not RosterSetting.load().takes_minors:
        raise RuleBroken({"birth": _("按本区规定，年满18周岁才能担任。")})
    for name in ("guardian_name", "guardian_phone"):
        if not values[name]:
            raise RuleBroken({name: _("未满18周岁的，请填写监护人的姓名和电话。")})


def keep_consents(person: Person, purposes: Iterable[str], *, version: str, given_on: date, actor) -> None:
    """Those that do not stand already."""
    standing = person.consents.filter(withdrawn_on=None).values_list("purpose", flat=True)
    for purpose in sorted(set(purposes) - set(standing)):
        give_consent(person, purpose=purpose, text_version=version, given_on=given_on, actor=actor)
