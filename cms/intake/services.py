"""A batch from upload to records: read once, preview, apply all or nothing."""

import hashlib
import json
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.intake.enums import BatchState
from cms.intake.journal import Journal
from cms.intake.judging import Judgement, judge_file
from cms.intake.models import ImportBatch, ImportRow
from cms.intake.reading import UnreadableFile
from cms.intake.registry import spec_of
from cms.intake.spec import ImportSpec, Outcome, Row

MAX_UPLOAD = 50 * 1024 * 1024


class _PreviewOnly(Exception):
    pass


@transaction.atomic
def upload(*, kind: str, file, actor, on: date) -> ImportBatch:
    """Keep an uploaded file as a new batch and have the worker read it."""
    from cms.intake.tasks import preview

    require(spec_of(kind).may_import(actor))
    if file.size > MAX_UPLOAD:
        raise RuleBroken(f"文件超过 {MAX_UPLOAD // 1024 // 1024} MB，请拆分后导入。")
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    batch = ImportBatch(
        kind=kind, file_name=file.name[:200], sha256=digest.hexdigest(), as_of=on, uploaded_by=actor
    )
    batch.file.save(file.name, file, save=False)
    batch.save()
    audit.record(actor, "intake.batch.upload", batch, kind=kind)
    transaction.on_commit(lambda: preview.enqueue(batch.pk))
    return batch


def preview_batch(batch: ImportBatch) -> None:
    """Read and judge the file of a batch, and forget the file. Safe to repeat."""
    if batch.state != BatchState.UPLOADED:
        return
    spec = spec_of(batch.kind)
    try:
        with _on_disk(batch) as path:
            judgement = judge_file(path, batch.file_name, spec, batch.as_of)
    except UnreadableFile as error:
        batch.state, batch.error = BatchState.UNREADABLE, str(error)[:300]
        batch.save()
    else:
        outcome = rehearse(judgement, spec, batch.as_of)
        with transaction.atomic():
            _keep_rows(batch, judgement)
            batch.sheets = [describe(sheet) for sheet in judgement.sheets]
            batch.counts = counts(judgement, outcome)
            batch.state = BatchState.PREVIEWED
            batch.save()
    batch.file.delete(save=True)


def start_applying(batch: ImportBatch, *, actor) -> None:
    """Have the worker apply a previewed batch; RuleBroken where somebody else already does."""
    from cms.intake.tasks import apply

    require(spec_of(batch.kind).may_import(actor))
    with transaction.atomic():
        started = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.PREVIEWED).update(
            state=BatchState.APPLYING, applied_by=actor
        )
        if not started:
            batch.refresh_from_db()
            who = f"由{batch.applied_by}" if batch.applied_by else ""
            raise RuleBroken(f"这一批已{who}处理（{batch.get_state_display()}），不能重复导入。")
        transaction.on_commit(lambda: apply.enqueue(batch.pk))


def apply_batch(batch: ImportBatch) -> None:
    """Store the importable rows of a batch in one transaction. Safe to repeat."""
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.state != BatchState.APPLYING:
                return
            rows = list(batch.rows.importable())
            outcome = spec_of(batch.kind).apply(
                [Row(row.sheet, row.number, {}, row.cells["values"]) for row in rows],
                Journal(batch.applied_by, batch.as_of),
            )
            for row, done in zip(rows, outcome.done, strict=True):
                row.outcome = done
            ImportRow.objects.bulk_update(rows, ["outcome"], batch_size=500)
            batch.state, batch.applied_at = BatchState.APPLIED, timezone.now()
            batch.counts = {**batch.counts, **_outcome_counts(outcome)}
            batch.save()
            audit.record(batch.applied_by, "intake.batch.apply", batch, **batch.counts)
    except Exception:
        ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLYING).update(
            state=BatchState.FAILED,
            error="导入时出错，没有保存任何一行。请联系管理员查看后台任务，再重新上传。",
        )
        raise


def rehearse(judgement: Judgement, spec: ImportSpec, on: date) -> Outcome:
    """What applying would do, found by doing it and taking it back."""
    outcome = Outcome(())
    try:
        with transaction.atomic():
            outcome = spec.apply(judgement.importable, Journal(None, on))
            raise _PreviewOnly
    except _PreviewOnly:
        return outcome


def run_now(path: Path, spec: ImportSpec, *, on: date, dry_run: bool, progress) -> tuple[Judgement, Outcome]:
    """Judge a file and, unless it is a dry run, apply it at once: the command line's way in.

    Rows that wait for a decision are kept in a batch, like those of an upload.
    """
    progress("读取并判定")
    judgement = judge_file(path, path.name, spec, on)
    progress(f"共 {len(judgement.rows)} 行，可导入 {len(judgement.importable)} 行")
    if dry_run:
        return judgement, rehearse(judgement, spec, on)
    with transaction.atomic():
        outcome = spec.apply(judgement.importable, Journal(None, on))
        batch = ImportBatch.objects.create(
            kind=spec.kind,
            file_name=path.name,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            as_of=on,
            state=BatchState.APPLIED,
            applied_at=timezone.now(),
            sheets=[describe(sheet) for sheet in judgement.sheets],
            counts=counts(judgement, outcome),
        )
        _keep_rows(batch, judgement, outcome)
        audit.record(None, "intake.batch.apply", batch, **batch.counts)
    progress("已保存")
    return judgement, outcome


def counts(judgement: Judgement, outcome: Outcome) -> dict[str, int]:
    """Rows by what applying does to them, and how many wait."""
    return {**_outcome_counts(outcome), "pending": len(judgement.pending)}


def describe(sheet) -> dict:
    """A sheet in the words of the command's JSON, without its rows."""
    layout = sheet.layout
    if layout.use == "ignore":
        return {"name": sheet.name, "use": "ignore", "why": layout.why}
    return {
        "name": sheet.name,
        "use": "data",
        "header_rows": layout.header_rows,
        "columns": [column.name for column in layout.columns.values()],
        "unmapped": list(layout.unmapped.values()),
        "data_rows": len(sheet.rows),
        "skipped": layout.skipped,
        "levels": sheet.levels(),
    }


def _outcome_counts(outcome: Outcome) -> dict[str, int]:
    return {what: outcome.count(what) for what in ("create", "change", "unchanged")}


def _keep_rows(batch: ImportBatch, judgement: Judgement, outcome: Outcome | None = None) -> None:
    done = iter(outcome.done if outcome else ())
    importable = {id(row) for row in judgement.importable}
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                batch=batch,
                order=order,
                sheet=row.sheet,
                number=str(row.number),
                level=row.level,
                codes=row.codes,
                messages=row.messages,
                outcome=next(done, "") if id(row) in importable else "",
                content=json.dumps({"raw": row.raw, "values": row.values}, ensure_ascii=False, default=str),
            )
            for order, row in enumerate(judgement.rows)
        ],
        batch_size=500,
    )


@contextmanager
def _on_disk(batch: ImportBatch):
    """The batch's file under a path, wherever it is stored."""
    with tempfile.NamedTemporaryFile() as copy, batch.file.open("rb") as stored:
        for chunk in stored.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)
