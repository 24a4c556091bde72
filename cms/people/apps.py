from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class PeopleConfig(AppConfig):
    name = "cms.people"
    label = "people"
    verbose_name = "人员"

    def ready(self):
        from cms.core import daily
        from cms.people import signals  # noqa: F401
        from cms.people.tasks import (
            forget_departed_persons,
            forget_past_objectors,
            forget_past_self_nominations,
            remind_places_of_the_year,
            seal_merges,
        )

        daily.register(remind_places_of_the_year)
        daily.register(seal_merges)
        daily.register(forget_past_self_nominations)
        daily.register(forget_past_objectors)
        daily.register(forget_departed_persons)
        post_migrate.connect(_fill_star_table, sender=self, dispatch_uid="people.star_table")
        pre_migrate.connect(_let_overlap, sender=self, dispatch_uid="people.let_overlap")
        post_migrate.connect(_refuse_overlap, sender=self, dispatch_uid="people.no_overlap")


def _fill_star_table(sender, using, **kwargs):
    from cms.people.models import StarLevel
    from cms.people.services.stars import fill_star_table

    # False while only a part of the migrations has run.
    if StarLevel._meta.db_table in connections[using].introspection.table_names():
        fill_star_table(using)


def _let_overlap(sender, using, **kwargs):
    from cms.people.services.no_overlap import release

    release(using)


def _refuse_overlap(sender, using, **kwargs):
    from cms.people.services.no_overlap import hold

    hold(using)
