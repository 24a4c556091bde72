from django_tasks import task


@task()
def preview(batch_id: int) -> None:
    """Read and judge an uploaded file."""
    from cms.intake.services.reading import preview_batch

    preview_batch(_batch(batch_id))


@task()
def judge(batch_id: int) -> None:
    """Judge the rows of a batch anew, with what people decided."""
    from cms.intake.services.deciding import judge_again

    judge_again(_batch(batch_id))


@task()
def apply(batch_id: int) -> None:
    """Store the ready rows of a batch."""
    from cms.intake.services.applying import apply_batch

    apply_batch(_batch(batch_id))


@task()
def undo(batch_id: int, actor_id: int) -> None:
    """Take an applied batch back."""
    from django.contrib.auth import get_user_model

    from cms.intake.services.undoing import undo_batch

    undo_batch(_batch(batch_id), get_user_model().objects.filter(pk=actor_id).first())


@task()
def annotate(batch_id: int) -> None:
    """Make the sender's workbook with our messages in it."""
    from cms.intake.services.returning import make_returned

    make_returned(_batch(batch_id))


@task()
def tidy() -> None:
    """Tidy up what killed commands left."""
    from cms.intake.services.resuming import tidy_up

    tidy_up()


@task()
def purge() -> None:
    """Forget what batches held beyond the time the office set."""
    from cms.intake.services.purging import purge_due

    purge_due()


def _batch(batch_id: int):
    from cms.intake.models import ImportBatch

    return ImportBatch.objects.get(pk=batch_id)
