from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.statutes.models import Law
from cms.statutes.services import make_findable


@receiver(post_save, sender=Law, dispatch_uid="statutes.law_and_its_articles")
def articles_tell_of_their_law(instance: Law, created: bool, raw: bool, **kwargs) -> None:
    """What is known of a law (its names, its end) is found with each of its articles."""
    if not created and not raw:
        make_findable(instance)
