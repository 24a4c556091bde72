from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "cms.people"
    label = "people"
    verbose_name = "人员"

    def ready(self):
        from cms.core import daily
        from cms.people.tasks import remind_places_of_the_year

        daily.register(remind_places_of_the_year)
        post_migrate.connect(_fill_star_table, sender=self, dispatch_uid="people.star_table")


def _fill_star_table(sender, using, **kwargs):
    from cms.people.models import StarLevel
    from cms.people.services.stars import fill_star_table

    # False while only a part of the migrations has run.
    if StarLevel._meta.db_table in connections[using].introspection.table_names():
        fill_star_table(using)
