"""An uploaded file becomes a batch of judged rows."""

import hashlib
import json
import tempfile
from contextlib import contextmanager, nullcontext
from dataclasses import astuple
from datetime import date
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from cms.core import audit
from cms.core.collecting import rarely_collecting
from cms.core.errors import RuleBroken, require
from cms.core.protected import decrypt_bytes, encrypt_bytes
from cms.intake.enums import BatchState
from cms.intake.forecast import forecast
from cms.intake.judging import JudgedSheet, Judgement, judge_sheets
from cms.intake.keeping import keep_rows
from cms.intake.kinds import likely_kind
from cms.intake.mapping import remembered_for
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.progress import Reporter
from cms.intake.reading import UnreadableFile, read_file
from cms.intake.registry import spec_of, specs_for
from cms.intake.services.bringing_back import wanted_of
from cms.intake.services.remembering import carry_over

MAX_UPLOAD = 50 * 1024 * 1024


@transaction.atomic
def upload(
    *, kind: str, file, actor, on: date, sender: str = "", answers: dict[str, str] | None = None
) -> ImportBatch:
    """Keep an uploaded file as a new batch and have the worker read it; without a `kind` also guess that."""
    from cms.intake.tasks import preview

    open_to = [spec.kind for spec in specs_for(actor)]
    require(kind in open_to if kind else bool(open_to))
    if file.size > MAX_UPLOAD:
        raise RuleBroken(f"文件超过 {MAX_UPLOAD // 1024 // 1024} MB，请拆分后导入。")
    batch = open_batch(
        kind or open_to[0],
        file.name,
        file.read(),
        actor=actor,
        on=on,
        sender=sender,
        kind_guessed=not kind,
        answers=answers,
    )
    transaction.on_commit(lambda: preview.enqueue(batch.pk))
    return batch


def open_batch(
    kind: str,
    name: str,
    content: bytes,
    *,
    actor,
    on: date,
    sender: str,
    kind_guessed: bool = False,
    answers: dict[str, str] | None = None,
) -> ImportBatch:
    """A new batch with its file, encrypted; what its kind does not ask is passed over when it is read."""
    batch = ImportBatch(
        kind=kind,
        kind_guessed=kind_guessed,
        file_name=name[:200],
        sender=sender,
        sha256=hashlib.sha256(content).hexdigest(),
        as_of=on,
        uploaded_by=actor,
        answers={name: said for name, said in (answers or {}).items() if said},
    )
    batch.file.save(name, ContentFile(encrypt_bytes(content)), save=False)
    batch.save()
    audit.record(actor, "intake.batch.upload", batch, kind=kind)
    return batch


@rarely_collecting()
def preview_batch(
    batch: ImportBatch, *, foresee: bool = True, columns: dict[str, str] | None = None
) -> tuple[Judgement, list[ImportRow]] | None:
    """Read and judge the file of a batch, and keep its rows; None where it cannot be read. Safe to repeat.

    With `foresee` the batch also tells what applying it would do. `columns` says what headings are.
    """
    if batch.state != BatchState.UPLOADED:
        return None
    reporter = Reporter(batch.pk)
    reporter.begin("读取并判定")
    try:
        with on_disk(batch) as path:
            sheets = read_file(path, batch.file_name)
        if batch.kind_guessed:
            told = (batch.file_name, batch.sender)
            likely = likely_kind(sheets, told, specs_for(batch.uploaded_by))
            batch.kind = likely.kind if likely else batch.kind
        spec = spec_of(batch.kind)
        judgement = judge_sheets(
            sheets,
            batch.file_name,
            spec,
            batch.as_of,
            sender=batch.sender,
            remembered=remembered_for(batch.kind, batch.sender, columns),
            wanted=wanted_of(batch),
            answers={name: said for name, said in (batch.answers or {}).items() if name in spec.questions},
        )
    except UnreadableFile as error:
        batch.state, batch.error = BatchState.UNREADABLE, str(error)[:300]
        batch.save()
        return None
    decided = list(batch.rows.exclude(decided_at=None))
    # Until the batch says that it is read, its rows are nobody's; what people decided is not to be lost.
    with transaction.atomic() if decided else nullcontext():
        batch.rows.all().delete()
        kept = keep_rows(batch, judgement.rows, spec)
        carry_over(batch, kept, judgement.rows, decided)
    batch.context = _context(judgement)
    batch.sheets = [describe(sheet) for sheet in judgement.sheets]
    if foresee:
        reporter.begin("试算")
        batch.counts = forecast(batch, list(zip(kept, judgement.rows, strict=True)))
    batch.state, batch.error = BatchState.PREVIEWED, ""
    batch.save()
    reporter.end()
    return judgement, kept


@contextmanager
def on_disk(batch: ImportBatch):
    """The batch's file as it was sent, under a path that lasts as long as the block."""
    with tempfile.NamedTemporaryFile() as copy, batch.file.open("rb") as stored:
        copy.write(decrypt_bytes(stored.read()))
        copy.flush()
        yield Path(copy.name)


def describe(sheet: JudgedSheet) -> dict:
    """A sheet in the words of the command's JSON, without its rows."""
    layout = sheet.layout
    if layout.use == "ignore":
        return {
            "name": sheet.name,
            "use": "ignore",
            "why": layout.why,
            "headings": list(layout.headings.values()),
            "unmapped": list(layout.unmapped.values()),
        }
    return {
        "name": sheet.name,
        "use": "data",
        "header_rows": layout.header_rows,
        "columns": [column.name for column in layout.columns.values()],
        "positions": [[position, column.name] for position, column in layout.columns.items()],
        "unmapped": list(layout.unmapped.values()),
        "guessed": {text: layout.columns[place].name for place, text in layout.guessed.items()},
        "unplaced": list(layout.unplaced.values()),
        "data_rows": len(sheet.rows),
        "skipped": layout.skipped,
        "levels": sheet.levels(),
    }


def _context(judgement: Judgement) -> str:
    facts = {
        sheet.name: {
            "titles": sheet.layout.titles,
            "parts": [astuple(part) for part in sheet.layout.parts],
            "told": sheet.rows[0].told if sheet.rows else (),
            "ledger": sheet.rows[0].ledger if sheet.rows else "",
            "passed": sheet.passed,
        }
        for sheet in judgement.sheets
    }
    return json.dumps(facts, ensure_ascii=False)
