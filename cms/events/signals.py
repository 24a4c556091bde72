"""What follows when an event changes or a turn comes: those who registered are told."""

from django.dispatch import receiver

from cms.events.services import announced_anew, called_off
from cms.events.services.registering import seat_waiting, seated
from cms.events.tasks import tell_registered, text_registered
from cms.inbox.models import InboxSetting


@receiver(announced_anew)
def tell_of_change(sender, event, **kwargs):
    tell_registered(event, "changed")
    # There may be more places than before.
    seat_waiting(event)


@receiver(called_off)
def tell_of_cancellation(sender, event, **kwargs):
    tell_registered(event, "cancelled")


@receiver(seated)
def tell_of_turn(sender, registration, **kwargs):
    if InboxSetting.load().gateway:
        text_registered.enqueue(registration.pk, "seated")
