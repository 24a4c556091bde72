"""The tables of a database in which there is nothing yet, as the models of today describe them.

The migrations of all apps lead to the same ones (`tests/quality/test_migrations.py` compares them), but by
way of every earlier shape: half a minute of a first start. `migrate`, which then has nothing left to do, has
the first rows made, as ever, by the receivers of `post_migrate`.
"""

from django.apps import apps
from django.db import connection, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def lay_first_tables() -> None:
    """All tables in one transaction, and every migration counts as done; nothing where a table is."""
    if connection.introspection.table_names():
        return
    done = MigrationRecorder.Migration
    on_disk = MigrationLoader(connection).disk_migrations
    # One that stands for others is done where those are.
    names = {*on_disk, *(name for migration in on_disk.values() for name in migration.replaces)}
    with connection.schema_editor() as editor:
        editor.create_model(done)
        for config in apps.get_app_configs():
            for model in router.get_migratable_models(config, connection.alias):
                if model._meta.can_migrate(connection):
                    editor.create_model(model)
        done.objects.using(connection.alias).bulk_create(
            done(app=app, name=name) for app, name in sorted(names)
        )
