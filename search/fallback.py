"""Answers from the documents table alone, while no engine can: plain and slow, but an answer."""

from collections import Counter

from django.db.models import Q

from search.analysis import lay_questions
from search.analysis.tokens import asked_for
from search.chinese.folding import normalise
from search.chinese.segmentation import whole_words
from search.citing import cited_documents
from search.engines.base import MAX_DEPTH, EngineQuery, Group, Match, Matches
from search.engines.grouping import grouped
from search.models import SearchDocument
from search.outbox import entry_of

# Words looked for, and documents looked at; more would keep everybody waiting.
MAX_WORDS = 6
MAX_SCANNED = 2000
MAX_ASKED = 5


def scan(query: EngineQuery) -> Matches:
    """What an engine would be asked, answered by words in titles and the whole text in bodies."""
    rows = _candidates(query)
    asked = _asked(query)
    ranked = sorted(rows, key=lambda row: -_score(row, query, asked))
    groups = grouped([entry_of(row).document.group if query.group_size else row.key for row in ranked])
    shown = groups[query.offset : query.offset + query.limit]
    counts: dict[str, Counter[str]] = {name: Counter() for name in query.facets}
    for row in rows:
        for name, values in entry_of(row).document.facet_values.items():
            if name in counts:
                counts[name].update(values)
    return Matches(
        tuple(
            Group(
                tuple(Match(ranked[place].key, 0.0) for place in group[: query.group_size or 1]), len(group)
            )
            for group in shown
        ),
        len(rows),
        len(groups),
        {name: dict(found) for name, found in counts.items() if found},
    )


def match(terms: tuple[str, ...], kind: str, *, every: bool, limit: int) -> list[Match]:
    """Documents of `kind` that contain each or one of the terms, for editors' lists."""
    rows = SearchDocument.objects.filter(kind=kind, deleted=False)
    wanted = Q() if every else Q(pk__in=[])
    for term in terms:
        has = Q(title__icontains=term) | Q(body__icontains=term)
        wanted = wanted & has if every else wanted | has
    return [Match(key, 0.0) for key in rows.filter(wanted).values_list("key", flat=True)[:limit]]


def _candidates(query: EngineQuery) -> list[SearchDocument]:
    question = query.question
    rows = SearchDocument.objects.filter(deleted=False, visibility__in=query.visibility)
    if question.text:
        wanted = Q(body__icontains=question.text)
        for word in _words(question.text):
            wanted |= Q(title__icontains=word)
        for key in _asked(query):
            law, _, article = key.partition("?")
            wanted |= Q(kind="article", law=law, article=article)
        cited = [row.pk for row in cited_documents(question.text, query.visibility)]
        rows = rows.filter(wanted | Q(pk__in=cited))
    found = rows.order_by("-date", "pk")[:MAX_SCANNED]
    return [row for row in found if _obeys(row, query)][:MAX_DEPTH]


def _obeys(row: SearchDocument, query: EngineQuery) -> bool:
    values = entry_of(row).document.facet_values
    if any(not set(wanted) & set(values.get(name, ())) for name, wanted in query.filters.items() if wanted):
        return False
    question, text = query.question, normalise(f"{row.title}\n{row.body}")
    if question.laws and not set(question.laws) & {normalise(name) for name in (row.law, *row.names)}:
        return False
    return all(normalise(phrase) in text for phrase in question.phrases) and not any(
        normalise(word) in text for word in question.excluded
    )


def _score(row: SearchDocument, query: EngineQuery, asked: dict[str, float]) -> float:
    text = query.question.text
    in_title = sum(word in row.title for word in _words(text))
    lay = sum(asked.get(key, 0.0) for key in lay_questions.keys_of(entry_of(row).document)) if asked else 0.0
    return in_title + (row.kind == "law") + (bool(text) and text in row.body) + lay


def _asked(query: EngineQuery) -> dict[str, float]:
    """The articles people ask for in such words, with how much speaks for each."""
    return dict(asked_for(query.question.text, query.lay)[:MAX_ASKED])


def _words(text: str) -> list[str]:
    return [word for word in whole_words(normalise(text)) if len(word) > 1][:MAX_WORDS] or [text]
