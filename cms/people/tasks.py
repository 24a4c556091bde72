from django.utils import timezone
from django_tasks import task

from cms.people.models import IssueBatch
from cms.people.services import merging
from cms.people.services.departed import forget_departed
from cms.people.services.issuing import work_on
from cms.people.services.objections import forget_objectors
from cms.people.services.self_nominations import forget_self_nominations
from cms.people.services.yearly import remind_of_the_year


@task()
def remind_places_of_the_year() -> None:
    """Remind the places of who has not met the year's rule."""
    remind_of_the_year(timezone.localdate())


@task()
def seal_merges() -> None:
    merging.seal(timezone.localdate())


@task()
def forget_past_self_nominations() -> None:
    forget_self_nominations(timezone.localdate())


@task()
def forget_past_objectors() -> None:
    forget_objectors(timezone.localdate())


@task()
def forget_departed_persons() -> None:
    forget_departed(timezone.localdate())


@task()
def issue_batch(batch_id: int) -> None:
    """Make out the certificates of a batch."""
    work_on(IssueBatch.objects.get(pk=batch_id))
