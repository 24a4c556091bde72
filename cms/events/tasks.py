"""Telling those who registered, by the gateway that the office has set."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cms.events.models import Event, Registration
from cms.events.queries import events_of_tomorrow
from cms.events.services.registering import due_reminders, forget_registrations
from cms.inbox.models import InboxSetting
from cms.inbox.tasks import text

TEXTS = {
    "seated": _("您候补的“%(title)s”有名额了，%(when)s，%(place)s。来不了请在 %(link)s 取消。"),
    "changed": _("您报名的“%(title)s”信息有更正：%(when)s，%(place)s。详情见 %(link)s"),
    "cancelled": _("您报名的“%(title)s”（%(when)s）已取消。详情见 %(link)s"),
    "tomorrow": _("提醒：明天有您报名的“%(title)s”，%(when)s，%(place)s。来不了请在 %(link)s 取消。"),
}


@task()
def text_registered(pk: int, kind: str) -> None:
    """Tell one person of one thing. NotSent fails the task: the desk shows it."""
    registration = Registration.objects.select_related("event__venue").filter(pk=pk).first()
    # Withdrawn or forgotten meanwhile: there is nobody to tell.
    if registration and registration.phone:
        text(registration.phone, text_of(registration.event, kind))


@task()
def remind_of_tomorrow() -> None:
    """Remind those who hold a place at an event of tomorrow, each once. Safe to repeat."""
    today = timezone.localdate()
    if not InboxSetting.load().gateway:
        return
    for event in events_of_tomorrow(today):
        with transaction.atomic():
            for registration in due_reminders(event, today):
                text_registered.enqueue(registration.pk, "tomorrow")


@task()
def forget_past_registrations() -> None:
    forget_registrations(timezone.now())


def tell_registered(event: Event, kind: str) -> None:
    """Have everybody told who is registered, those who wait too."""
    if not InboxSetting.load().gateway:
        return
    told = event.registrations.standing().exclude(phone_fingerprint="")
    for pk in told.values_list("pk", flat=True):
        text_registered.enqueue(pk, kind)


def text_of(event: Event, kind: str) -> str:
    when = timezone.localtime(event.starts_at)
    return TEXTS[kind] % {
        "title": event.title,
        "when": f"{when.month}月{when.day}日 {when:%H:%M}",
        "place": event.place_text,
        "link": f"{settings.WAGTAILADMIN_BASE_URL}{event.get_absolute_url()}",
    }
