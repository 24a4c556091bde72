from django.utils import timezone
from django_tasks import task

from cms.reports.services.law_changes import note_impacts, put_aside_gone


@task()
def note_law_changes() -> None:
    """List what rests on laws that were revised or repealed. Safe to repeat."""
    note_impacts(timezone.localdate())
    put_aside_gone()
