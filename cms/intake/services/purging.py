"""What a batch holds is kept for as long as the office set, then it is gone."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.core import audit
from cms.intake.enums import BUSY
from cms.intake.models import ImportBatch, ImportSetting

STUCK_AFTER = timedelta(days=1)


def purge_due(now=None) -> int:
    """Purge the batches whose time has come; return how many. Their counts stay."""
    now = now or timezone.now()
    before = now - timedelta(days=ImportSetting.load().keep_days)
    # What has been at work for more than a day is stuck, and goes like the rest.
    at_work = Q(state__in=BUSY, updated_at__gte=now - STUCK_AFTER)
    due = ImportBatch.objects.filter(created_at__lt=before, purged_at=None).exclude(at_work)
    for batch in due:
        with transaction.atomic():
            empty(batch, now)
            audit.record(None, "intake.batch.purge", batch)
    return len(due)


def empty(batch: ImportBatch, now) -> None:
    """Take file and rows out of a batch, inside the caller's transaction; the file goes with the commit."""
    files = [name for name in (batch.file.name, batch.returned.name) if name]
    batch.rows.all().delete()
    batch.changes.all().delete()
    batch.context, batch.file, batch.returned, batch.purged_at = "", "", "", now
    batch.save()
    for name in files:
        transaction.on_commit(partial(batch.file.storage.delete, name))
