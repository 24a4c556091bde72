"""Tables that only grow: the database itself refuses to change or delete their rows.

Closed after every migration: on SQLite one that rebuilds the table drops its triggers with it. Only names go:
where somebody is forgotten, what they were called becomes `NAMELESS`, never anything else.
"""

from django.db import connections

# Apps above add theirs when they are ready.
TABLES = ["core_auditentry"]
NAMELESS = "（已匿名）"
# The columns that tell what somebody was called.
NAMES = {"core_auditentry": ("actor_name", "target_label")}
_REFUSAL = "rows of this table are never changed or deleted"
_EVENTS = ("update", "delete")


def close_tables(using: str, **signal) -> None:
    """Close what exists of `TABLES`; called after every migration."""
    connection = connections[using]
    for table in set(TABLES) & set(connection.introspection.table_names()):
        close(table, connection)


def close(table: str, connection) -> None:
    """Have the database refuse UPDATE and DELETE (and TRUNCATE, where there is one) on `table`."""
    open_again(table, connection)
    with connection.cursor() as cursor:
        for statement in _closing(table, connection):
            cursor.execute(statement)


def open_again(table: str, connection) -> None:
    """Take back what `close` did; harmless where nothing was closed."""
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in (*_EVENTS, "truncate"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on_table}")


def _closing(table: str, connection) -> list[str]:
    forgets = {"update": _unless_forgetting(table, connection)}
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} {forgets.get(event, '')} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for event in _EVENTS
        ]
    function = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    rows = [
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
        f"FOR EACH ROW {forgets.get(event, '')} EXECUTE FUNCTION refuse_change()"
        for event in _EVENTS
    ]
    whole = (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    return [function, *rows, whole]


def _unless_forgetting(table: str, connection) -> str:
    """The condition of the refusal: something else changes than names that become `NAMELESS`."""
    names = NAMES.get(table)
    if not names:
        return ""
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    with connection.cursor() as cursor:
        columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
    changes = (
        f"(NEW.{each} {differs} OLD.{each}" + (f" AND NEW.{each} <> '{NAMELESS}')" if each in names else ")")
        for each in columns
    )
    return f"WHEN ({' OR '.join(changes)})"
