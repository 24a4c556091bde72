from django_tasks import task


@task()
def preview(batch_id: int) -> None:
    """Read and judge an uploaded file."""
    from cms.intake.models import ImportBatch
    from cms.intake.services import preview_batch

    preview_batch(ImportBatch.objects.get(pk=batch_id))


@task()
def apply(batch_id: int) -> None:
    """Store the importable rows of a batch."""
    from cms.intake.models import ImportBatch
    from cms.intake.services import apply_batch

    apply_batch(ImportBatch.objects.get(pk=batch_id))
