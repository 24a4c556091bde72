"""The sender's own workbook with our messages in it, to be sent back."""

import json
import tempfile
from io import BytesIO
from pathlib import Path

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.intake.levels import LEVELS, Level
from cms.intake.models import ImportBatch
from cms.intake.queries import shown_rows
from cms.intake.reading import run_sandboxed
from cms.intake.registry import spec_of
from cms.intake.services.reading import on_disk

LEAST_REASON = 4


def returned_workbook(batch: ImportBatch, *, reason: str, actor) -> BytesIO:
    """The workbook as xlsx: a column of messages at the end of each table, the cells they are about coloured.

    It holds every number the sender wrote, so it is given for a stated reason that is logged. RuleBroken
    without one or where the file has been purged; `UnreadableFile` where it cannot be written.
    """
    require(spec_of(batch.kind).may_import(actor))
    if len(reason.strip()) < LEAST_REASON:
        raise RuleBroken("表里有完整的号码：请写明下载的理由，至少四个字。")
    if not batch.file:
        raise RuleBroken("原文件已到期清除，不能再生成退回的表。")
    with (
        on_disk(batch) as path,
        tempfile.NamedTemporaryFile(mode="w", suffix=".json") as notes,
        tempfile.NamedTemporaryFile(suffix=".xlsx") as answer,
    ):
        json.dump(_notes(batch), notes, ensure_ascii=True)
        notes.flush()
        run_sandboxed("annotate", str(path), batch.file_name, notes.name, answer.name)
        content = BytesIO(Path(answer.name).read_bytes())
    audit.record(actor, "intake.batch.return", batch, reason=reason.strip())
    return content


def _notes(batch: ImportBatch) -> dict:
    """What to write where: by sheet the headings and the rows with their messages."""
    positions = {
        sheet["name"]: {name: place for place, name in sheet["positions"]}
        for sheet in batch.sheets
        if sheet["use"] == "data"
    }
    notes: dict = {
        sheet["name"]: {"header": sheet["header_rows"][-1], "rows": []}
        for sheet in batch.sheets
        if sheet["use"] == "data"
    }
    for shown in shown_rows(batch, batch.rows.filter(level__gte=Level.WARN).select_related("decided_by")):
        row = shown.row
        # What was repaired without asking is no matter for the sender.
        asked = [found for found in shown.findings if LEVELS[found.code] >= Level.WARN]
        told = "；".join(f"{found.column}：{found.message}" for found in asked)
        if row.skipped:
            told = f"不导入。{told}"
        columns = [positions[row.sheet].get(found.column) for found in asked]
        notes[row.sheet]["rows"].append(
            {
                "n": int(row.number.rstrip("LR")),
                "level": Level(row.level).code,
                "text": f"【{Level(row.level).label}】{told}",
                "columns": sorted({place for place in columns if place is not None}),
            }
        )
    return notes
