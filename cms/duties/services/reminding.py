"""Whom to remind of which duty: what is due soon, late, or returned to be mended."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from cms.accounts.models import User
from cms.agencies.models import Agency
from cms.duties.enums import ActivityState, ListState
from cms.duties.models import ActivityRecord, DutyList
from cms.duties.queries import ItemProgress, progress_of
from cms.duties.queries.consulting import is_to_confirm
from cms.duties.queries.wording import done_in_figures, owed_in_figures
from cms.inbox.enums import MessageKind
from cms.inbox.services import send
from search.chinese.dates import chinese_date

# So many days before the end of a duty, and from the day after it.
BEFORE = timedelta(days=14)
CONFIRM_BEFORE = timedelta(days=7)


def remind_all(on: date) -> int:
    """Remind every active agency's loggers; returns how many reminders are new. Safe to repeat."""
    sent = 0
    for agency in Agency.objects.filter(is_active=True, members__isnull=False).distinct():
        accounts = list(User.objects.filter(memberships__agency=agency, is_active=True))
        for kind, subject, text, link in _of(agency, on):
            sent += _remind(accounts, kind, subject, text, link, on)
    return sent


def _of(agency: Agency, on: date) -> Iterator[tuple[str, str, str, str]]:
    """Kind, subject, text and link of everything that waits for an agency."""
    home = reverse("portal:home")
    for progress in progress_of(agency, on):
        if progress.is_overdue:
            yield MessageKind.OVERDUE, _subject(progress), f"{_named(progress)}已于{_due(progress)}到期", home
        elif progress.is_due_soon and progress.due_on and progress.due_on - on <= BEFORE:
            yield MessageKind.DUE_SOON, _subject(progress), f"{_named(progress)}{_due(progress)}到期", home
    for asked in DutyList.objects.filter(
        state=ListState.DRAFT, comments_until__range=(on, on + CONFIRM_BEFORE)
    ):
        if is_to_confirm(asked, agency):
            link = reverse("portal:draft", args=[asked.pk, agency.pk])
            text = f"{asked.year}年责任清单征求意见{chinese_date(asked.comments_until or on)}截止，还没有确认"
            yield MessageKind.DEADLINE, f"list:{asked.pk}:{agency.pk}", text, link
    for record in ActivityRecord.objects.filter(host=agency, state=ActivityState.RETURNED):
        link = reverse("portal:activity", args=[record.pk])
        yield MessageKind.RETURNED, f"activity:{record.pk}", f"“{record.name}”已退回，请修改后重新提交", link


def _remind(accounts: list[User], kind: str, subject: str, text: str, link: str, on: date) -> int:
    return sum(send(account, kind, subject, text, link, on=on) is not None for account in accounts)


def _subject(progress: ItemProgress) -> str:
    return f"item:{progress.item.list.year}:{progress.item.key}:{progress.agency.pk}"


def _named(progress: ItemProgress) -> str:
    item = progress.item
    return f"{item.key} {item.content}（{done_in_figures(progress)}，应{owed_in_figures(item)}）"


def _due(progress: ItemProgress) -> str:
    return chinese_date(progress.due_on) if progress.due_on else ""
