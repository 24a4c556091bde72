"""Telling those who signed up: by text, and in the inbox of whoever signed them up."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cms.accounts.models import User
from cms.inbox.enums import MessageKind
from cms.inbox.models import InboxSetting
from cms.inbox.services import send
from cms.inbox.tasks import text
from cms.people.queries.memberships import account_of
from cms.training.models import SignUp, TrainingSession
from cms.training.queries.signing_up import sessions_of_tomorrow
from cms.training.services.signing_up import due_reminders, note_news, seat_waiting

TEXTS = {
    "signed_up": _("已为您报名培训“%(title)s”：%(news)s。签到码 %(code)s。"),
    "waits": _("培训“%(title)s”已报满，已为您登记候补，有名额时再通知您。"),
    "seated": _("您候补的培训“%(title)s”有名额了：%(news)s。签到码 %(code)s。"),
    "changed": _("您报名的培训“%(title)s”有变动，现为：%(news)s。签到码 %(code)s。"),
    "tomorrow": _("提醒：明天有您报名的培训“%(title)s”，%(news)s。签到码 %(code)s。"),
    "cancelled": _("您报名的培训“%(title)s”（%(when)s）已取消：%(reason)s"),
}


@task()
def follow_session(pk: int) -> None:
    """After a change of a session: news is told, and new seats go to who waits. Safe to repeat.

    What was told is noted with the telling: a worker killed in between tells when it tries again.
    """
    session = TrainingSession.objects.filter(pk=pk).first()
    if session is None or session.is_cancelled:
        return
    with transaction.atomic():
        if note_news(session):
            tell_everybody(session, "changed")
        seat_waiting(session)


@task()
def text_one(pk: int, kind: str, reason: str = "") -> None:
    """Tell one person of one thing. NotSent fails the task: the desk shows it."""
    held = SignUp.objects.select_related("session__venue", "person").filter(pk=pk).first()
    if held and held.person.phone:
        text(held.person.phone, words_of(held, kind, reason))


@task()
def remind_trainees_of_tomorrow() -> None:
    """Remind who holds a seat in a session of tomorrow, and whoever signed them up. Safe to repeat."""
    for session in sessions_of_tomorrow(timezone.localdate()):
        with transaction.atomic():
            due = due_reminders(session)
            for each in due:
                text_later(each.pk, "tomorrow")
            for account in _accounts(due):
                tell_account(account, session, "tomorrow")


def text_later(pk: int, kind: str, reason: str = "") -> None:
    """Have one person told by text, where the office has set a gateway."""
    if InboxSetting.load().gateway:
        text_one.enqueue(pk, kind, reason)


def tell_everybody(session: TrainingSession, kind: str, reason: str = "") -> None:
    """Have everybody told who is signed up, those who wait too, and whoever signed them up."""
    standing = session.sign_ups.standing().select_related("signed_up_by", "person__membership__user")
    for each in standing:
        text_later(each.pk, kind, reason)
    for account in _accounts(standing):
        tell_account(account, session, kind, reason)


def tell_account(account, session: TrainingSession, kind: str, reason: str = "") -> None:
    """The same in the inbox, in one message however many were signed up."""
    told = {
        "seated": _("培训“%(title)s”有候补的人递补上了"),
        "own_seat": _("您候补的培训“%(title)s”有名额了：%(news)s"),
        "changed": _("培训“%(title)s”有变动，现为：%(news)s"),
        "tomorrow": _("提醒：明天有培训“%(title)s”，%(news)s"),
        "cancelled": _("培训“%(title)s”（%(when)s）已取消：%(reason)s"),
    }[kind] % _facts(session, reason)
    link = reverse("portal:training", args=[session.pk])
    # Another change is other news, however soon it comes.
    subject = f"training:{session.pk}:{kind}:{timezone.now():%Y%m%d%H%M%S}"
    send(account, MessageKind.CHANGED, subject, told, link, on=timezone.localdate())


def tell_of_seat(held: SignUp) -> None:
    """Who waited reads that it is their turn; whoever signed them up, that somebody's turn has come."""
    own = account_of(held.person)
    for account in _accounts([held]):
        tell_account(account, held.session, "own_seat" if account == own else "seated")


def words_of(held: SignUp, kind: str, reason: str = "") -> str:
    return TEXTS[kind] % (_facts(held.session, reason) | {"code": held.code})


def _accounts(sign_ups: Iterable[SignUp]) -> list[User]:
    """Of who signed up or was signed up, each once."""
    found = [account for each in sign_ups for account in (each.signed_up_by, account_of(each.person))]
    return list(dict.fromkeys(filter(None, found)))


def _facts(session: TrainingSession, reason: str) -> dict[str, str]:
    return {"title": session.title, "news": session.news, "when": session.when_text, "reason": reason}
