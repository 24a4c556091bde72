"""A text that is imported flags the questions that were read in the text before it."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.exams.models import Question
from cms.exams.tasks import flag_questions
from cms.statutes.models import Law, LawVersion


@receiver(post_save, sender=Law, dispatch_uid="exams.law_changed")
def law_changed(instance: Law, created: bool, raw: bool, **kwargs) -> None:
    if not created and not raw:
        _look_again(instance)


@receiver(post_save, sender=LawVersion, dispatch_uid="exams.law_revised")
def law_revised(instance: LawVersion, raw: bool, **kwargs) -> None:
    if not raw:
        _look_again(instance.law)


def _look_again(law: Law) -> None:
    """Once for each law that questions rest on, after what changed it is kept."""
    if Question.objects.filter(articles__law=law).exists():
        transaction.on_commit(flag_questions.enqueue)
