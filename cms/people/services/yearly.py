"""The yearly rule: reasons noted, places reminded in time. Nothing follows by itself."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.core.errors import RuleBroken
from cms.core.personal_data import find_personal_numbers
from cms.core.writing import Action, locked, writing
from cms.inbox.enums import MessageKind
from cms.inbox.services import send
from cms.people.models import Appointment, YearlyExcuse
from cms.people.permissions import can_excuse, coordinates
from cms.people.queries.memberships import account_of
from cms.people.queries.yearly import Yearly, falling_short

# From this month on the places are reminded of who has not done enough.
FIRST_MONTH = 10
EXCUSE = Action[YearlyExcuse](
    "people.yearlyexcuse.create", _("登记未达到年度要求的原因"), coordinates, of=can_excuse
)


@transaction.atomic
def excuse(appointment: Appointment, *, year: int, kind: str, words: str, actor) -> YearlyExcuse:
    """Note why the year's rule could not be met."""
    noted = YearlyExcuse(appointment=locked(appointment), year=year, kind=kind, words=words.strip())
    with writing(noted, EXCUSE, actor=actor):
        if find_personal_numbers(words):
            raise RuleBroken({"words": _("请不要在这里写身份证号、手机号。")})
    return noted


def remind_of_the_year(on: date) -> int:
    """Tell who has not done enough yet, and each place how many; returns how many reminders are new."""
    if on.month < FIRST_MONTH:
        return 0
    waiting: dict[int, int] = {}
    sent = 0
    appointments = Appointment.objects.select_related("community", "person__membership__user")
    for each in falling_short(appointments, on.year):
        if each.excuse is None:
            key = each.appointment.community_id
            waiting[key] = waiting.get(key, 0) + 1
            sent += _remind(each, on)
    link = reverse("portal:yearly")
    for account in User.objects.filter(coordinated__place__in=waiting, is_active=True).distinct():
        for place in account.coordinated.filter(place__in=waiting).select_related("place"):
            text = f"{place.place}有 {waiting[place.place_id]} 人还没有达到{on.year}年的培训或服务要求"
            subject = f"yearly:{on.year}:{place.place_id}"
            sent += send(account, MessageKind.DEADLINE, subject, text, link, on=on) is not None
    return sent


def _remind(row: Yearly, on: date) -> bool:
    """Tell the person, where they have an account."""
    account = account_of(row.appointment.person)
    if account is None:
        return False
    asked = [
        *([_("参加培训 %d 次") % row.least_sessions] if row.least_sessions else []),
        *([_("核实的服务满 %d 小时") % row.least_hours] if row.least_hours else []),
    ]
    text = _(
        "%(year)d年要求%(asked)s，您现有培训 %(sessions)d 次、服务 %(hours)s 小时；有原因的请告诉居村"
    ) % {
        "year": on.year,
        "asked": "或者".join(asked),
        "sessions": row.sessions,
        "hours": row.hours,
    }
    subject = f"yearly:{on.year}:own:{row.appointment.pk}"
    return send(account, MessageKind.DEADLINE, subject, text, reverse("portal:mine"), on=on) is not None
