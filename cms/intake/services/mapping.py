"""A person says what unknown headings are; the sender's next table of this layout is read at once."""

from django.db import transaction

from cms.core import audit
from cms.core.errors import RuleBroken, require
from cms.intake.enums import BatchState
from cms.intake.mapping import layout_hash
from cms.intake.models import ColumnMapping, ImportBatch
from cms.intake.registry import spec_of


@transaction.atomic
def map_columns(batch: ImportBatch, headings: list[str], columns: dict[str, str], *, actor) -> None:
    """Remember which column each unknown heading is ("" for none), and have the file read again.

    `headings` are all headings of the table, by which it is known again. Only before anything is applied:
    decisions on rows would otherwise lose what they were about.
    """
    from cms.intake.tasks import preview

    require(spec_of(batch.kind).may_import(actor))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_readable_again:
        raise RuleBroken("只有还没有导入的批次可以重新对应列。")
    chosen = [name for name in columns.values() if name]
    if len(chosen) != len(set(chosen)):
        raise RuleBroken("同一列只能对应一个表头，请检查重复的选择。")
    ColumnMapping.objects.update_or_create(
        kind=batch.kind,
        sender=batch.sender,
        layout=layout_hash(headings),
        defaults={"columns": columns, "made_by": actor},
    )
    batch.state = BatchState.UPLOADED
    batch.save()
    audit.record(actor, "intake.batch.map", batch, columns=columns)
    transaction.on_commit(lambda: preview.enqueue(batch.pk))
