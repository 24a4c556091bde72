"""Nobody serves at two places at a time: refused by the database itself, whoever writes.

A record names an appointment, and a person may have several: no constraint of one table can see that, so
triggers look. On PostgreSQL they hold the person until the transaction ends, as the services do; SQLite has
one writer at a time.
"""

# Built of names alone: no word of anybody's stands in it.
# ruff: noqa: S608

from django.db import connections

RECORDS, APPOINTMENTS, PERSONS = "people_servicerecord", "people_appointment", "people_person"
_REFUSAL = "the person serves elsewhere at that time"
_NAME = "people_no_overlap"
# Where one record moves in time or to another appointment, and where an appointment becomes another's.
_TRIGGERS = {
    f"{_NAME}_insert": (RECORDS, "INSERT"),
    f"{_NAME}_update": (RECORDS, "UPDATE OF appointment_id, date, start, minutes"),
    f"{_NAME}_person": (APPOINTMENTS, "UPDATE OF person_id"),
}


def hold(using: str) -> None:
    """Have the database refuse; harmless where the tables are not there yet."""
    connection = connections[using]
    if not {RECORDS, APPOINTMENTS, PERSONS} <= set(connection.introspection.table_names()):
        return
    release(using)
    statements = _on_sqlite() if connection.vendor == "sqlite" else _on_postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def release(using: str) -> None:
    """Take it back while tables change: SQLite renames none that a trigger of another one names."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, (table, _event) in _TRIGGERS.items():
            if table in tables:
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _overlap(one: str, other: str, minute: str) -> str:
    """That two records share a time; `minute` tells how to reckon a start, past midnights."""
    begins = {each: minute.format(each) for each in (one, other)}
    return (
        f"{one}.id <> {other}.id"
        f" AND {begins[one]} < {begins[other]} + {other}.minutes"
        f" AND {begins[other]} < {begins[one]} + {one}.minutes"
    )


def _on_sqlite() -> list[str]:
    # CROSS JOIN keeps the order: from the person to the own records. By the day first, a table of thousands
    # on one day would be read for each of them.
    day = "CAST(julianday({0}.date) AS INTEGER)"
    minute = f"({day} * 1440 + substr({{0}}.start, 1, 2) * 60 + substr({{0}}.start, 4, 2))"
    of_record = (
        f"SELECT 1 FROM {APPOINTMENTS} mine CROSS JOIN {APPOINTMENTS} a ON a.person_id = mine.person_id "
        f"CROSS JOIN {RECORDS} o ON o.appointment_id = a.id "
        f"WHERE mine.id = NEW.appointment_id AND {_overlap('o', 'NEW', minute)}"
    )
    of_person = (
        f"SELECT 1 FROM {RECORDS} n CROSS JOIN {APPOINTMENTS} a ON a.person_id = NEW.person_id "
        f"CROSS JOIN {RECORDS} o ON o.appointment_id = a.id "
        f"WHERE n.appointment_id = NEW.id AND {_overlap('o', 'n', minute)}"
    )
    asked = {RECORDS: of_record, APPOINTMENTS: of_person}
    return [
        f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN EXISTS ({asked[table]}) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for name, (table, event) in _TRIGGERS.items()
    ]


def _on_postgresql() -> list[str]:
    minute = "(({0}.date - DATE '2000-01-01') * 1440 + EXTRACT(EPOCH FROM {0}.start) / 60)"
    refuse = f"RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'exclusion_violation';"
    of_record = (
        f"CREATE OR REPLACE FUNCTION {_NAME}_of_record() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE who bigint; BEGIN "
        f"SELECT person_id INTO who FROM {APPOINTMENTS} WHERE id = NEW.appointment_id; "
        f"PERFORM 1 FROM {PERSONS} WHERE id = who FOR NO KEY UPDATE; "
        f"IF EXISTS (SELECT 1 FROM {RECORDS} o JOIN {APPOINTMENTS} a ON a.id = o.appointment_id "
        f"WHERE a.person_id = who AND {_overlap('o', 'NEW', minute)}) THEN {refuse} END IF; "
        "RETURN NULL; END $$"
    )
    of_person = (
        f"CREATE OR REPLACE FUNCTION {_NAME}_of_person() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"PERFORM 1 FROM {PERSONS} WHERE id = NEW.person_id FOR NO KEY UPDATE; "
        f"IF EXISTS (SELECT 1 FROM {RECORDS} n JOIN {APPOINTMENTS} a ON a.person_id = NEW.person_id "
        f"JOIN {RECORDS} o ON o.appointment_id = a.id "
        f"WHERE n.appointment_id = NEW.id AND {_overlap('o', 'n', minute)}) THEN {refuse} END IF; "
        "RETURN NULL; END $$"
    )
    function = {RECORDS: f"{_NAME}_of_record", APPOINTMENTS: f"{_NAME}_of_person"}
    return [
        of_record,
        of_person,
        *(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function[table]}()"
            for name, (table, event) in _TRIGGERS.items()
        ),
    ]
