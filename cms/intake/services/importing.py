"""The command line's way in: judge a file and, unless it is a dry run, apply it at once."""

from datetime import date
from pathlib import Path

from django.core.files.base import ContentFile

from cms.core.collecting import rarely_collecting
from cms.core.errors import require
from cms.intake.enums import BatchState
from cms.intake.forecast import WHAT, rehearse
from cms.intake.judging import Judgement, judge_file
from cms.intake.mapping import remembered_for
from cms.intake.progress import Reporter
from cms.intake.reading import UnreadableFile
from cms.intake.services.applying import all_or_nothing, store_rows
from cms.intake.services.holding import holding
from cms.intake.services.reading import open_batch, preview_batch, upload
from cms.intake.services.resuming import tidy_up
from cms.intake.spec import ImportSpec


def dry_run(
    path: Path,
    spec: ImportSpec,
    *,
    on: date,
    sender: str,
    columns: dict[str, str] | None = None,
    answers: dict[str, str] | None = None,
) -> tuple[Judgement, dict[str, int]]:
    """What a file holds and what applying it would do; nothing is stored."""
    judgement = judge_file(
        path,
        path.name,
        spec,
        on,
        sender=sender,
        remembered=remembered_for(spec.kind, sender, columns),
        answers=answers,
    )
    return judgement, _counts(judgement, rehearse(spec, judgement.importable, on))


@rarely_collecting()
def import_now(
    path: Path,
    spec: ImportSpec,
    *,
    on: date,
    sender: str,
    columns: dict[str, str] | None = None,
    answers: dict[str, str] | None = None,
    actor=None,
) -> tuple[Judgement, dict[str, int]]:
    """Apply a file at once, as a batch in which the rows that wait can be decided on later.

    `actor` is whose import it is; the command line names nobody.
    """
    require(actor is None or spec.may_import(actor))
    tidy_up()
    content = path.read_bytes()
    batch = open_batch(spec.kind, path.name, content, actor=actor, on=on, sender=sender, answers=answers)
    with holding(batch.pk, wait=True):
        read = preview_batch(batch, foresee=False, columns=columns)
        if read is None:
            raise UnreadableFile(batch.error)
        judgement, kept = read
        batch.state = BatchState.APPLYING
        batch.save()
        reporter = Reporter(batch.pk)
        with all_or_nothing(batch, reporter):
            store_rows(batch, list(zip(kept, judgement.rows, strict=True)), actor, reporter)
    return judgement, batch.counts


def hand_in(path: Path, spec: ImportSpec, *, on: date, sender: str, actor) -> dict[str, int]:
    """Upload a file and have it read and judged at once; what it would do. People decide on its rows."""
    file = ContentFile(path.read_bytes(), name=path.name)
    batch = upload(kind=spec.kind, file=file, actor=actor, on=on, sender=sender)
    preview_batch(batch)
    return batch.counts


def _counts(judgement, outcome) -> dict[str, int]:
    return {
        **{what: outcome.count(what) for what in WHAT},
        "pending": len(judgement.pending),
    }
