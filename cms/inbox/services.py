"""Reminders: sent once a week at most, read, settled, gathered into letters, stopped."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.permissions import is_signed_in
from cms.core.naming import names_any
from cms.core.writing import Action, anyone, removing, writing
from cms.inbox.enums import MessageKind
from cms.inbox.models import Mailing, Message
from cms.inbox.permissions import is_own_mailing, is_own_message

# No reminder of the same thing comes again within so many days.
QUIET = timedelta(days=7)
# By then it is done or moot, and whoever it names may have left.
FORGOTTEN_AFTER = timedelta(days=365)
SALT = "inbox.stop"
# What asks somebody to do something, rather than tells them of it.
ASKING = (MessageKind.ARRIVED, MessageKind.RETURNED)
# The platform itself reminds; nobody asks for it, and the trail would hold little else.
SEND = Action[Message]("inbox.message.create", "", anyone)
MAIL = Action[Message]("inbox.message.mail", "", anyone, writes=("mailed_on",))
FORGET = Action[Message]("inbox.message.forget", "", anyone)
READ = Action[Message]("inbox.message.read", "", is_signed_in, writes=("read_at",), of=is_own_message)
# The platform again: what was asked for is done.
SETTLE = Action[Message]("inbox.message.settle", "", anyone, writes=("read_at",))
CHOOSE = Action[Mailing](
    "inbox.mailing.choose",
    _("提醒邮件"),
    is_signed_in,
    writes=("user", "wants_letters"),
    of=is_own_mailing,
)
STOP = Action[Mailing]("inbox.mailing.stop", _("退订提醒邮件"), anyone, writes=("user", "wants_letters"))


@transaction.atomic
def send(user: User, kind: str, subject: str, text: str, link: str, *, on: date) -> Message | None:
    """Remind an account; None where it was reminded of the same within the last seven days."""
    recent = Message.objects.filter(user=user, kind=kind, subject=subject, sent_on__gt=on - QUIET)
    if recent.exists():
        return None
    message = Message(user=user, kind=kind, subject=subject, text=text[:300], link=link, sent_on=on)
    with writing(message, SEND, actor=None):
        return message


@transaction.atomic
def mark_mailed(messages: Iterable[Message], *, on: date) -> None:
    for message in messages:
        with writing(message, MAIL, actor=None) as held:
            held.mailed_on = on


@transaction.atomic
def mark_read(messages: Iterable[Message], *, actor) -> None:
    for message in messages:
        with writing(message, READ, actor=actor) as held:
            held.read_at = held.read_at or timezone.now()


@transaction.atomic
def settle(*links: str) -> None:
    """What waited at these addresses is done, by whomever: nobody is asked for it any more."""
    _settle(Message.objects.filter(link__in=links))


@transaction.atomic
def settle_own(user: User, subject: str) -> None:
    """The account has done what it was asked for."""
    _settle(Message.objects.filter(user=user, subject=subject))


def _settle(found: QuerySet[Message]) -> None:
    for message in found.filter(kind__in=ASKING, read_at=None):
        with writing(message, SETTLE, actor=None) as held:
            held.read_at = timezone.now()


@transaction.atomic
def forget_messages(on: date) -> int:
    """Delete reminders of more than a year ago; returns how many."""
    return _remove(Message.objects.filter(sent_on__lt=on - FORGOTTEN_AFTER))


def forget_messages_naming(names: Collection[str]) -> int:
    """Delete reminders in which somebody is named who is to be forgotten; returns how many."""
    holds = reduce(or_, (Q(text__contains=name) for name in names))
    return _remove(each for each in Message.objects.filter(holds) if names_any(each.text, names))


def _remove(found: Iterable[Message]) -> int:
    found = list(found)
    for message in found:
        removing(message, FORGET, actor=None)
    return len(found)


def choose_letters(user: User, wants: bool, *, actor) -> Mailing:
    return _set(user, wants, CHOOSE, actor)


def stop_token(user: User) -> str:
    """What the link at the foot of a letter ends with; it does nothing but stop the letters."""
    return signing.dumps(user.pk, salt=SALT)


def account_by(token: str) -> User | None:
    try:
        return User.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None


def stop_letters(user: User) -> Mailing:
    """By the link in a letter, without signing in."""
    return _set(user, False, STOP, None)


def _set(user: User, wants: bool, action: Action[Mailing], actor) -> Mailing:
    mailing = Mailing.objects.filter(user=user).first() or Mailing(user=user)
    with writing(mailing, action, actor=actor) as held:
        held.wants_letters = wants
        return held
