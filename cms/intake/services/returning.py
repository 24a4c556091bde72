"""The sender's own workbook with our messages in it, to be sent back."""

import json
import tempfile
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.core.protected import decrypt_bytes, encrypt_bytes
from cms.intake.levels import LEVELS, Level
from cms.intake.models import ImportBatch
from cms.intake.queries import shown_rows
from cms.intake.reading import REWRITE_SECONDS, run_sandboxed
from cms.intake.registry import spec_of
from cms.intake.services.deciding import AT_ONCE
from cms.intake.services.reading import on_disk

LEAST_REASON = 4


def returned_workbook(batch: ImportBatch, *, reason: str, actor) -> BytesIO | None:
    """The workbook as xlsx: a column of messages at the end of each table, the cells they are about coloured.

    It holds every number the sender wrote, so it is given for a stated reason that is logged. RuleBroken
    without one or where the file has been purged; `UnreadableFile` where it cannot be written. None where it
    is so long that the worker makes it, for this account to fetch.
    """
    from cms.intake.tasks import annotate

    require(spec_of(batch.kind).may_import(actor))
    reason = reason.strip()[:200]
    if len(reason) < LEAST_REASON:
        raise RuleBroken("表里有完整的号码：请写明下载的理由，至少四个字。")
    if not batch.file:
        raise RuleBroken("原文件已到期清除，不能再生成退回的表。")
    if batch.rows.count() <= AT_ONCE:
        content = _annotated(batch)
        audit.record(actor, "intake.batch.return", batch, reason=reason)
        return content
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        _forget(batch)
        batch.returned_to, batch.returned_why, batch.error = actor, reason, ""
        batch.save()
        audit.record(actor, "intake.batch.return", batch, reason=reason)
        transaction.on_commit(lambda: annotate.enqueue(batch.pk))
    return None


def make_returned(batch: ImportBatch) -> None:
    """Make the workbook somebody waits for. Safe to repeat."""
    if not batch.file or not batch.returned_why or batch.returned:
        return
    content = _annotated(batch, timeout=REWRITE_SECONDS)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.file:
            batch.returned.save("returned", ContentFile(encrypt_bytes(content.getvalue())))


def fetch_returned(batch: ImportBatch, *, actor) -> BytesIO:
    """The workbook the worker made, for the account that gave a reason; RuleBroken for others."""
    require(spec_of(batch.kind).may_import(actor))
    if not batch.returned or batch.returned_to != actor:
        raise RuleBroken("还没有为您生成带意见的原表，请写明理由后再下载。")
    with batch.returned.open("rb") as stored:
        return BytesIO(decrypt_bytes(stored.read()))


def _forget(batch: ImportBatch) -> None:
    """An older workbook says what was judged then."""
    name = batch.returned.name
    batch.returned = ""
    if name:
        transaction.on_commit(lambda: batch.returned.storage.delete(name))


def _annotated(batch: ImportBatch, timeout: float | None = None) -> BytesIO:
    with (
        on_disk(batch) as path,
        tempfile.NamedTemporaryFile(mode="w", suffix=".json") as notes,
        tempfile.NamedTemporaryFile(suffix=".xlsx") as answer,
    ):
        json.dump(_notes(batch), notes, ensure_ascii=True)
        notes.flush()
        run_sandboxed("annotate", str(path), batch.file_name, notes.name, answer.name, timeout=timeout)
        return BytesIO(Path(answer.name).read_bytes())


def _notes(batch: ImportBatch) -> dict:
    """What to write where: by sheet the headings and the rows with their messages."""
    positions = {
        sheet["name"]: {name: place for place, name in sheet["positions"]}
        for sheet in batch.sheets
        if sheet["use"] == "data"
    }
    notes: dict = {
        # A list without headings has none to write beside.
        sheet["name"]: {"header": (sheet["header_rows"] or [None])[-1], "rows": []}
        for sheet in batch.sheets
        if sheet["use"] == "data"
    }
    noted = batch.rows.filter(level__gte=Level.WARN).select_related("decided_by")
    for shown in shown_rows(batch, noted.iterator(chunk_size=500)):
        row = shown.row
        # What was repaired without asking is no matter for the sender.
        asked = [found for found in shown.findings if LEVELS[found.code] >= Level.WARN]
        told = "；".join(f"{found.column}：{found.message}" for found in asked)
        if row.skipped:
            told = f"不导入。{told}"
        columns = [positions[row.sheet].get(found.column) for found in asked]
        notes[row.sheet]["rows"].append(
            {
                "n": int(row.number.rstrip("LMR")),
                "level": Level(row.level).code,
                "text": f"【{Level(row.level).label}】{told}",
                "columns": sorted({place for place in columns if place is not None}),
            }
        )
    return notes
