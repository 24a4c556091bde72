"""The migrations lead from nothing to exactly the database that the models describe, on which the tests run
and a first start begins."""

import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.db.utils import ConnectionHandler

from tests.platforms import Platform

pytestmark = pytest.mark.django_db
# The framework's own search index, made by its migrations in SQL.
UNUSED = "wagtailsearch_"
# The frameworks' own migrations are theirs to keep: they number some rows as an older Django did.
OURS = {
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith(("cms.", "media.", "search."))
} | {"django_q_ormq"}
# Half of its time would go into looking for garbage.
MIGRATING = """
from django.core.management import call_command
from cms.core.collecting import rarely_collecting
with rarely_collecting():
    call_command("migrate", verbosity=0)
"""
# What the queue and the key write as they go.
BOOKS = {"core_taskrun", "core_keyseal", "django_q_ormq", "django_migrations", "wagtailcore_pagelogentry"}


def _another():
    """A connection to a database that is still to be named."""
    return ConnectionHandler({"default": {**connection.settings_dict, "NAME": ""}})["default"]


@pytest.fixture(scope="module")
def by_migrations(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database made by the migrations alone, of the kind the tests run on."""
    own = _another()
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            platform = Platform(tmp_path_factory.mktemp("migrated"))
            platform.python(MIGRATING)
            platform.close()
            own.settings_dict["NAME"] = platform.database
            yield own
            own.close()
            return
        name = own.settings_dict["NAME"] = f"migrated_{uuid.uuid4().hex[:12]}"
        at = own.settings_dict
        with own._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{name}"
        platform = Platform(tmp_path_factory.mktemp("migrated"), DATABASE_URL=url)
        platform.run("migrate", "-v0")
        platform.close()
        yield own
        own.close()
        with own._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.fixture(scope="module")
def at_first_start(migrated, django_db_blocker):
    """The database of `manage.py start`, which lays the tables as the models describe them."""
    own = _another()
    own.settings_dict["NAME"] = Platform(migrated).database
    with django_db_blocker.unblock():
        yield own
        own.close()


def tables(database) -> dict:
    """Every model's table: its columns, constraints and indexes, whatever order and name they were given."""
    look = database.introspection
    found = {}
    with database.cursor() as cursor:
        for table in look.django_table_names(only_existing=True, include_views=False):
            if table.startswith(UNUSED) or table not in OURS:
                continue
            columns = {
                column.name: (column.type_code, column.display_size, column.null_ok, column.default)
                for column in look.get_table_description(cursor, table)
            }
            constraints = look.get_constraints(cursor, table).values()
            found[table] = (columns, sorted(repr(sorted(told.items())) for told in constraints))
    return found


TRIGGERS = {
    "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """
        SELECT relname, pg_get_triggerdef(pg_trigger.oid)
        FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
        WHERE NOT tgisinternal ORDER BY tgname""",
}


def triggers(database) -> list:
    with database.cursor() as cursor:
        cursor.execute(TRIGGERS[database.vendor])
        return [row for row in cursor.fetchall() if not row[0].startswith(UNUSED)]


def test_migrated_tables_are_those_of_the_models(by_migrations):
    ours, theirs = tables(connection), tables(by_migrations)
    assert theirs.keys() == ours.keys() > {"core_auditentry", "django_q_ormq"}
    assert {name: table for name, table in theirs.items() if table != ours[name]} == {}


def test_triggers_of_the_migrations_are_there_in_the_tests(by_migrations):
    assert triggers(by_migrations) == triggers(connection) != []


def first_rows(database, of=("cms.", "media")) -> dict[str, int]:
    """How many rows each table of the office begins with; the search keeps its own books."""
    counts = {}
    with database.cursor() as cursor:
        for config in apps.get_app_configs():
            if not config.name.startswith(of):
                continue
            for model in config.get_models(include_auto_created=True):
                cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")  # noqa: S608
                (counts[model._meta.db_table],) = cursor.fetchone()
    return {table: count for table, count in counts.items() if table not in BOOKS}


def test_first_rows_of_the_migrations_are_there_in_the_tests(by_migrations):
    theirs = first_rows(by_migrations)
    assert theirs == first_rows(connection)
    assert (theirs["campaigns_homepage"], theirs["campaigns_setting"]) == (1, 8)


def test_first_start_begins_with_what_the_migrations_lead_to(by_migrations, at_first_start):
    assert tables(at_first_start) == tables(by_migrations)
    assert triggers(at_first_start) == triggers(by_migrations)
    everything = ("cms.", "media", "search", "wagtail", "django")
    assert first_rows(at_first_start, everything) == first_rows(by_migrations, everything)


def test_first_start_leaves_no_migration_to_do_and_no_change_of_the_models_lacks_its_own(migrated):
    platform = Platform(migrated)
    assert platform.run("migrate", "--check") == ""
    assert platform.run("makemigrations", "--check", "--dry-run") == "No changes detected\n"
    platform.close()
