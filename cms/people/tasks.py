from django.utils import timezone
from django_tasks import task

from cms.people.services.yearly import remind_of_the_year


@task()
def remind_places_of_the_year() -> None:
    """Remind the places of who has not met the year's rule."""
    remind_of_the_year(timezone.localdate())
