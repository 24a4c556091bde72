"""What follows when a session changes or a turn comes: those who signed up are told."""

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from cms.training.models import Attendance, TrainingSession
from cms.training.services.attending import settled
from cms.training.services.serving import follow_service, take_back_service
from cms.training.services.signing_up import called_off, seated, signed_up
from cms.training.tasks import follow_session, tell_everybody, tell_of_seat, text_later

# What tells nobody anything.
QUIET = {"told", "cancelled_at", "updated_at"}


@receiver(post_save, sender=TrainingSession)
def follow(sender, instance, update_fields=None, **kwargs):
    # Nobody has signed up before something was told.
    if instance.told and not (update_fields and QUIET.issuperset(update_fields)):
        follow_session.enqueue(instance.pk)


@receiver(called_off)
def tell_of_cancellation(sender, session, reason, **kwargs):
    tell_everybody(session, "cancelled", reason)


@receiver(signed_up)
def tell_of_sign_up(sender, sign_up, **kwargs):
    text_later(sign_up.pk, "waits" if sign_up.waits else "signed_up")


@receiver(seated)
def tell_of_turn(sender, sign_up, **kwargs):
    text_later(sign_up.pk, "seated")
    tell_of_seat(sign_up)


@receiver(settled)
def note_service(sender, session, attendances, actor, **kwargs):
    for each in attendances:
        follow_service(session, each, actor=actor)


@receiver(pre_delete, sender=Attendance)
def take_back(sender, instance, **kwargs):
    """By the delete button, and where an import is undone."""
    take_back_service(instance, actor=None)


@receiver(post_delete, sender=Attendance)
def tell_of_deletion(sender, instance, **kwargs):
    settled.send(TrainingSession, session=instance.session, attendances=[], actor=None)
