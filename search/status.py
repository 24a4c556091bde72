"""How far each engine has got."""

import datetime
import time
from dataclasses import dataclass

from search.analysis import lay_questions
from search.delivery import lacking_documents
from search.engines import current_engine, engines_in_use, failover
from search.engines.base import Engine, EngineUnavailable
from search.meaning import model, vectors
from search.models import Rebuild, SearchDocument, public_documents
from search.outbox import entry_of, pending


@dataclass(frozen=True)
class EngineStatus:
    """`documents` is None where the engine does not answer; `lag_seconds` is the age of what waits longest.

    `trouble` says why the replica answers in its place; empty while it answers itself.
    """

    name: str
    asked_first: bool
    documents: int | None
    pending: int
    lag_seconds: float
    rebuilt_at: datetime.datetime | None
    trouble: str = ""


@dataclass(frozen=True)
class LayStatus:
    """How many articles people's questions are known of; the laws that now have other articles under the
    numbers of some, whose phrases rest.
    """

    articles: int
    renumbered: tuple[str, ...]


@dataclass(frozen=True)
class RerankerStatus:
    """How many public documents there are, how many the model has not read; `trouble` says why it cannot."""

    model: str
    documents: int
    pending: int
    trouble: str = ""


def engines() -> list[EngineStatus]:
    """One status for each engine in use."""
    return [_status(engine) for engine in engines_in_use()]


def findable() -> tuple[int, int]:
    """How many documents the table holds, and how many of them the public may find."""
    return SearchDocument.objects.filter(deleted=False).count(), public_documents().count()


def lay() -> LayStatus:
    numbers = {article for _, article in lay_questions.by_article()}
    rows = public_documents().filter(kind="article", article__in=numbers).iterator()
    held, other = 0, set()
    for row in rows:
        document = entry_of(row).document
        asked = lay_questions.asked_at(document)
        if asked and asked.means(document.body):
            held += 1
        elif asked:
            other.add(document.law)
    return LayStatus(held, tuple(sorted(other)))


def reranker() -> RerankerStatus | None:
    """None where it is switched off."""
    if not model.switched_on():
        return None
    return RerankerStatus(model.NAME, public_documents().count(), vectors.lacking().count(), model.trouble())


def _status(engine: Engine) -> EngineStatus:
    waiting = pending(engine)
    oldest = waiting.order_by("version").values_list("version", flat=True).first()
    rebuild = Rebuild.objects.filter(engine=engine.name).exclude(finished_at=None).first()
    first = engine is current_engine()
    trouble = failover.trouble() if first and len(engines_in_use()) > 1 else ""
    try:
        documents = engine.count()
        if not engine.ready() and SearchDocument.objects.exists():
            trouble = trouble or "索引损坏或不在，后台会自行重建"
        elif lacking := lacking_documents(engine):
            trouble = trouble or f"索引损坏：缺少 {lacking} 条，后台会自行重建"
    except EngineUnavailable as error:
        documents, trouble = None, trouble or str(error)
    return EngineStatus(
        name=engine.name,
        asked_first=first,
        documents=documents,
        pending=waiting.count(),
        # Versions are microseconds of the clock.
        lag_seconds=round(max(0.0, time.time() - oldest / 1_000_000), 1) if oldest else 0.0,
        rebuilt_at=rebuild.finished_at if rebuild else None,
        trouble=trouble,
    )
