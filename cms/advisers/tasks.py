from django.utils import timezone
from django_tasks import task

from cms.advisers.services.departed import forget_departed


@task()
def forget_departed_advisers() -> None:
    forget_departed(timezone.localdate())
