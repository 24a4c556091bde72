from django.dispatch import receiver

from cms.people.services.issuing import wanted
from cms.people.tasks import issue_batch


@receiver(wanted)
def work_on_it(sender, batch, **kwargs):
    issue_batch.enqueue(batch.pk)
