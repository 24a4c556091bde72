"""What waits in an inbox, and whose letter is due."""

from django.db.models import Count, F, QuerySet

from cms.accounts.models import User
from cms.inbox.models import Message


def messages_of(user) -> QuerySet[Message]:
    """The unread first, then by day."""
    return Message.objects.filter(user=user).order_by(F("read_at").asc(nulls_first=True), "-sent_on", "-pk")


def unread_count(user) -> int:
    return Message.objects.filter(user=user, read_at=None).count()


def not_yet_mailed(user) -> QuerySet[Message]:
    return Message.objects.filter(user=user, read_at=None, mailed_on=None).order_by("kind", "pk")


def accounts_with_news() -> QuerySet[User]:
    """Open accounts with a mailbox that want letters and have something new."""
    waiting = Message.objects.filter(read_at=None, mailed_on=None).values("user")
    found = User.objects.filter(pk__in=waiting, is_active=True).exclude(email="")
    return found.exclude(mailing__wants_letters=False).order_by("pk")


def new_by_kind(day) -> dict[str, int]:
    """How many reminders of each kind a day brought."""
    return dict(Message.objects.filter(sent_on=day).order_by().values_list("kind").annotate(Count("pk")))
