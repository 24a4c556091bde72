"""What follows for the activities of hosts when attendances change."""

from django.dispatch import receiver

from cms.reports.services.trainings import follow_turnout
from cms.training.services.attending import settled


@receiver(settled)
def follow(sender, session, actor, **kwargs):
    follow_turnout(session, actor=actor)
