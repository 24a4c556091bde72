"""What follows for volunteers when an event changes."""

from django.dispatch import receiver

from cms.events.services import announced_anew, called_off
from cms.volunteering.services.calls import follow_cancelled, tell_of_change


@receiver(announced_anew)
def tell_volunteers(sender, event, **kwargs):
    tell_of_change(event)


@receiver(called_off)
def cancel_calls(sender, event, **kwargs):
    follow_cancelled(event)
