"""Tables that only grow: the database itself refuses to change or delete their rows.

Closed after every migration: on SQLite one that rebuilds the table drops its triggers with it. Only names go:
where somebody is forgotten, what they were called becomes `NAMELESS`, never anything else.
"""

from collections.abc import Iterator

from django.db import connections

# Apps above add theirs when they are ready.
TABLES = ["core_auditentry"]
NAMELESS = "（已匿名）"
# The columns that tell what somebody was called.
NAMES = {"core_auditentry": ("actor_name", "target_label")}
# Where it stands among the details: in the words of a reason, and of an account by itself.
CALLED = ("name", "username", "email")
_WORDS = {
    "core_auditentry": {"detail": [("reason",), *((age, name) for age in ("old", "new") for name in CALLED)]}
}
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
    names, words = NAMES.get(table), _WORDS.get(table, {})
    if not names:
        return ""
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    with connection.cursor() as cursor:
        columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]

    def refused(column: str) -> str:
        changed = f"NEW.{column} {differs} OLD.{column}"
        if column in names:
            return f"({changed} AND NEW.{column} <> '{NAMELESS}')"
        if column in words:
            return f"({changed} AND ({' OR '.join(_refused_words(column, words[column], connection))}))"
        return f"({changed})"

    return f"WHEN ({' OR '.join(map(refused, columns))})"


def _refused_words(column: str, paths: list[tuple[str, ...]], connection) -> Iterator[str]:
    """Something else changes than words at these paths, or words that do not name `NAMELESS` afterwards."""
    if connection.vendor == "sqlite":
        keys, differs = ["$." + ".".join(path) for path in paths], "IS NOT"
        rest = "json_remove({row}.{column}, " + ", ".join(f"'{key}'" for key in keys) + ")"
        words, holds = "json_extract({row}.{column}, '{key}')", "instr"
    else:
        keys, differs = ["{" + ",".join(path) + "}" for path in paths], "IS DISTINCT FROM"
        rest = "({row}.{column}" + "".join(f" #- '{{{key}}}'" for key in keys) + ")"
        words, holds = "({row}.{column} #>> '{key}')", "strpos"
    yield f" {differs} ".join(rest.format(row=row, column=column) for row in ("NEW", "OLD"))
    for key in keys:
        new, old = (words.format(row=row, column=column, key=key) for row in ("NEW", "OLD"))
        yield f"({new} {differs} {old} AND {holds}(coalesce({new}, ''), '{NAMELESS}') = 0)"
