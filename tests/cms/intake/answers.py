"""What an import command answers of a file, row by row, on a given day."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command


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
