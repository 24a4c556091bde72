"""What every public document means, as numbers kept beside it; made in the background."""

from collections.abc import Callable

from django.db.models import F, QuerySet

from search.meaning import nearest
from search.meaning.model import NAME, for_documents
from search.meaning.nearest import STORED
from search.models import DocumentVector, SearchDocument, public_documents
from search.turns import RebuildRunning, rebuilding

BATCH = 256
# More characters than the model reads of a text.
MAX_CHARACTERS = 600
TURN = "vectors"


def lacking() -> QuerySet:
    """The public documents without the vector of their present version."""
    return public_documents().exclude(vector__version=F("version"), vector__model=NAME)


def learn(progress: Callable[[int], None] = lambda done: None, batches: int | None = None) -> int:
    """Make the vectors that are lacking and drop those nobody may ask for; return how many were made.

    Stops after `batches` of BATCH, where given. Does nothing where another process is at it. Raises
    UnusableModel.
    """
    model, done = for_documents(), 0
    try:
        with rebuilding(TURN, patience=0):
            DocumentVector.objects.exclude(document__in=public_documents()).delete()
            while (batches is None or done < batches * BATCH) and (
                rows := list(lacking().order_by("pk")[:BATCH])
            ):
                texts = [f"{row.title} {row.body[:MAX_CHARACTERS]}" for row in rows]
                _keep(rows, model.encode(texts))
                done += len(rows)
                progress(done)
            if (done and not lacking().exists()) or not nearest.is_made():
                nearest.make(model)
    except RebuildRunning:
        pass
    return done


def _keep(rows: list[SearchDocument], vectors) -> None:
    # A document may have gone meanwhile.
    living = set(SearchDocument.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    DocumentVector.objects.bulk_create(
        [
            DocumentVector(
                document_id=row.pk, version=row.version, model=NAME, vector=vector.astype(STORED).tobytes()
            )
            for row, vector in zip(rows, vectors, strict=True)
            if row.pk in living
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["version", "model", "vector"],
    )
