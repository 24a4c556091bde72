"""Whom to remind of which last day: the self-assessment, the appeal, what is to be put right."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from cms.accounts.models import User
from cms.inbox.enums import MessageKind
from cms.inbox.services import send
from cms.reviews.enums import RectificationState, RoundState
from cms.reviews.models import Participant, Rectification
from search.chinese.dates import chinese_date

# So many days before a last day, and on it.
BEFORE = timedelta(days=7)


def remind_of_deadlines(on: date) -> int:
    """Remind every account that acts for an agency; returns how many reminders are new. Safe to repeat."""
    sent = 0
    for agency, kind, subject, text, link in _deadlines(on):
        for account in User.objects.filter(memberships__agency=agency, is_active=True):
            sent += send(account, kind, subject, text, link, on=on) is not None
    return sent


def _deadlines(on: date) -> Iterator[tuple[int, str, str, str, str]]:
    """Agency, kind, subject, text and link of each last day that is near."""
    parts = Participant.objects.select_related("round__scheme")
    for part in parts.filter(round__state=RoundState.SELF, self_submitted_at=None):
        if _is_near(part.round.self_until, on):
            yield _told(
                part, "self", f"{part.round}自评{chinese_date(part.round.self_until)}截止，还没有提交"
            )
    for part in parts.filter(round__state=RoundState.PROVISIONAL, appeals=None):
        if _is_near(last := part.round.appeal_until, on):
            yield _told(part, "appeal", f"{part.round}结果的申诉{chinese_date(last)}截止")
    for task in Rectification.objects.filter(state=RectificationState.OPEN).select_related("participant"):
        agency, subject, link = (
            task.participant.agency_id,
            f"rectification:{task.pk}",
            reverse("portal:reviews"),
        )
        day = chinese_date(task.due_on)
        if task.is_overdue(on):
            yield agency, MessageKind.OVERDUE, subject, f"整改“{task.line}”已于{day}到期", link
        elif _is_near(task.due_on, on):
            yield agency, MessageKind.DEADLINE, subject, f"整改“{task.line}”{day}到期", link


def _told(part: Participant, what: str, text: str) -> tuple[int, str, str, str, str]:
    link = reverse("portal:review", args=[part.pk])
    return part.agency_id, MessageKind.DEADLINE, f"review:{part.pk}:{what}", text, link


def _is_near(day: date | None, on: date) -> bool:
    return day is not None and on <= day <= on + BEFORE
