"""What is known of each law before anything is asked: its level, whether it ended, how often it is named."""

import json
import math
import re
import time
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from django.core.cache import cache
from django.db import transaction

from search.analysis import lay_questions
from search.chinese.citations import canonical_law
from search.chinese.folding import normalise
from search.documents import Document
from search.engines.grouping import number_of
from search.evaluation.judged import JudgedQuery, law_of
from search.models import LawStanding, public_documents
from search.outbox import entry_of

# How often a law answers the questions of `evaluation/judged` that may be learned from.
ASKED = Path(__file__).with_name("asked.json")
ENDED = frozenset({"已废止", "所依据的法律已废止"})
_TITLE = re.compile(r"《([^《》]{2,60})》")
_VERSION = "search.standing.version"
_held: tuple[int, "Known"] | None = None


@dataclass(frozen=True)
class Standing:
    """`named` and `asked` are logarithms of 1 and the count."""

    level: str
    has_ended: bool
    named: float
    asked: float


@dataclass(frozen=True)
class Known:
    """The laws by the group of their articles, and the articles of which people's questions are known."""

    laws: Mapping[Hashable, Standing]
    asked_for: frozenset[str] | None


def current() -> Mapping[Hashable, Standing]:
    """The standing of each law by the group of its articles, as either engine names groups."""
    return _known().laws


def asked_for() -> frozenset[str] | None:
    """Which of the articles that people ask for are held, by their keys; None before they were counted."""
    return _known().asked_for


def _known() -> Known:
    global _held
    version = cache.get(_VERSION)
    if version is None:
        version = cache.get_or_set(_VERSION, time.time_ns, None)
    if _held is None or _held[0] != version:
        _held = (version, _read())
    return _held[1]


def refresh() -> int:
    """Count anew how many public documents name each law in 《》 and what people ask for; return the laws."""
    known = {
        canonical_law(normalise(name)): law
        for law, names in _laws().values_list("law", "names")
        for name in (law, *names)
    }
    named: Counter[str] = Counter()
    for body in public_documents().filter(body__contains="《").values_list("body", flat=True).iterator():
        named.update({law for title in _TITLE.findall(body) if (law := known.get(_spelt(title)))})
    told = {law: _told(facets) for law, facets in _laws().values_list("law", "facets")}
    asked: dict[str, list[str]] = {}
    for document, key in asked_articles():
        asked.setdefault(document.law, []).append(key)
    rows = [LawStanding(law, *said, named[law], asked.get(law, [])) for law, said in told.items()]
    with transaction.atomic():
        LawStanding.objects.all().delete()
        LawStanding.objects.bulk_create(rows, batch_size=500)
    cache.set(_VERSION, time.time_ns(), None)
    return len(rows)


def is_stale() -> bool:
    """Whether laws came, went, ended or changed their level since they were counted."""
    return set(LawStanding.objects.values_list("law", "level", "in_force")) != {
        (law, *_told(facets)) for law, facets in _laws().values_list("law", "facets")
    }


def _laws():
    return public_documents().filter(kind="law")


def _told(facets: dict) -> tuple[str, str]:
    return tuple(next(iter(facets.get(name, ())), "") for name in ("level", "in_force"))


def asked_articles() -> Iterator[tuple[Document, str]]:
    """The public articles that people ask for, each with its key in `lay_questions`."""
    numbers = {article for _, article in lay_questions.by_article()}
    for row in public_documents().filter(kind="article", article__in=numbers).iterator():
        document = entry_of(row).document
        for key in lay_questions.keys_of(document):
            yield document, key


def _read() -> Known:
    rows = list(LawStanding.objects.all())
    counts = asked_counts()
    standings: dict[Hashable, Standing] = {}
    for row in rows:
        standing = Standing(
            row.level, row.in_force in ENDED, math.log1p(row.named), math.log1p(counts.get(row.law, 0.0))
        )
        group = f"law:{row.law}"
        standings[group] = standings[number_of(group)] = standing
    return Known(standings, frozenset(key for row in rows for key in row.asked_for) or None)


@lru_cache(maxsize=1)
def asked_counts() -> dict[str, float]:
    """How often each law was asked about; nothing where the file is missing."""
    try:
        return json.loads(ASKED.read_text(encoding="utf-8"))["laws"]
    except FileNotFoundError:
        return {}


def without(laws: Mapping[Hashable, Standing], own: Iterable[str]) -> Mapping[Hashable, Standing]:
    """`laws` as if a question about these (a short title for each of its answers) had not been counted."""
    own = Counter(own)
    whole, counts, others = own.total(), asked_counts(), dict(laws)
    for law, times in own.items():
        for group in (f"law:{law}", number_of(f"law:{law}")):
            if group in others:
                left = max(0.0, counts.get(law, 0.0) - times / whole)
                others[group] = replace(others[group], asked=math.log1p(left))
    return others


def learn(judged: Iterable[JudgedQuery], report: dict) -> dict[str, float]:
    """Count what is asked of each law, one for each question, and keep it with a report beside it."""
    counts: Counter[str] = Counter()
    for one in judged:
        for name in one.relevant:
            counts[law_of(name)] += 1 / len(one.relevant)
    laws = {law: round(count, 2) for law, count in counts.most_common()}
    text = json.dumps({**report, "laws": laws}, ensure_ascii=False, indent=1)
    ASKED.write_text(f"{text}\n", encoding="utf-8")
    asked_counts.cache_clear()
    cache.set(_VERSION, time.time_ns(), None)
    return laws


@lru_cache(maxsize=5000)
def _spelt(title: str) -> str:
    return canonical_law(normalise(title))
