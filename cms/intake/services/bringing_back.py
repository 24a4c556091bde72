"""What was passed over in a file is brought back by a person, and the file read again."""

from django.db import transaction

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from cms.intake.registry import spec_of
from cms.intake.shape import Wanted


@transaction.atomic
def bring_back(batch: ImportBatch, sheet: str, row: int | None = None, *, actor) -> None:
    """Have a sheet, or a row of it, read as data whatever it looks like; only before anything is applied."""
    from cms.intake.tasks import preview

    require(spec_of(batch.kind).may_import(actor))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_readable_again:
        raise RuleBroken(
            "只有还没有导入的批次可以找回跳过的行；已导入的，请先撤销，或把这几行另存一张表再传。"
        )
    held = wanted_of(batch)
    sheets = held.sheets if row is not None else (*held.sheets, sheet)
    rows = held.rows if row is None else (*held.rows, (sheet, row))
    batch.brought_back = {"sheets": sorted(set(sheets)), "rows": sorted(set(rows))}
    batch.state = BatchState.UPLOADED
    batch.save()
    audit.record(actor, "intake.batch.include", batch, row=row)
    transaction.on_commit(lambda: preview.enqueue(batch.pk))


def wanted_of(batch: ImportBatch) -> Wanted:
    """What people brought back of this batch's file."""
    held = batch.brought_back
    return Wanted(
        tuple(held.get("sheets", ())), tuple((sheet, number) for sheet, number in held.get("rows", ()))
    )
