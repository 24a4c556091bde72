from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from cms.accounts.enums import Role
from cms.accounts.queries import accounts_in
from cms.inbox.enums import MessageKind
from cms.inbox.services import send
from cms.letters.queries import overdue_letters
from cms.letters.services import forget_past_writers
from search.chinese.dates import chinese_date


@task()
def remind_of_letters() -> None:
    """Remind whoever has a letter, else the office, once its day has passed. Safe to repeat."""
    today = timezone.localdate()
    for letter in overdue_letters(today):
        for account in [letter.handler] if letter.handler else accounts_in(Role.OFFICE):
            text = f"{letter}已过答复期限（{chinese_date(letter.due_on)}）"
            link = reverse("letters:inspect", args=[letter.pk])
            send(account, MessageKind.OVERDUE, f"letter:{letter.pk}", text, link, on=today)


@task()
def forget_writers() -> None:
    forget_past_writers(timezone.localdate())
