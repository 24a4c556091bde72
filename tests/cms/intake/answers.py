"""What an import command answers of a file, row by row, on a given day."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from cms.intake.levels import LEVELS, Level


def answer_of(path: Path | str, command: str, as_of: date, **options) -> dict:
    """The JSON of `manage.py command path`, personal numbers included."""
    out = StringIO()
    call_command(
        command,
        str(path),
        json=True,
        show_personal=True,
        as_of=as_of,
        stdout=out,
        stderr=StringIO(),
        **options,
    )
    return json.loads(out.getvalue())


def rows_of(answer: dict, *columns: str) -> dict:
    """Each row by its number: what it says in these columns where it is stored, else why it waits."""
    found = {}
    for sheet in answer["sheets"]:
        for row in sheet.get("rows", []):
            waits = {code for code in row["codes"] if LEVELS[code] >= Level.REVIEW}
            found[row["row"]] = waits or tuple(row["values"].get(column) for column in columns)
    return found
