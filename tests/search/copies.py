"""What the processes of test_rebuilding do, each on a platform of its own."""

import json
from datetime import date
from pathlib import Path

from django.conf import settings

from cms.statutes.models import Article, Law, LawVersion
from search import delivery, outbox, service
from search.engines import current_engine, engines_in_use
from search.models import SearchDocument

LAWS = 240
ARTICLES = 5
EDITS = 200
TEXT = "犬只应当系绳，由成年人牵领，避让老年人、残疾人、孕妇和儿童，及时清除粪便。" * 8


def fill() -> None:
    laws = Law.objects.bulk_create(
        Law(title=f"第{n}示范条例", short_title=f"第{n}示范条例", slug=f"law-{n}") for n in range(LAWS)
    )
    versions = LawVersion.objects.bulk_create(
        LawVersion(law=law, dated_on=date(2024, 1, 1), source="示范", checked_on=date(2026, 1, 1))
        for law in laws
    )
    Article.objects.bulk_create(
        Article(version=version, number=n, order=n, label=f"第{n}条", text=TEXT)
        for version in versions
        for n in range(1, ARTICLES + 1)
    )


def rebuild() -> None:
    service.rebuild()


def rebuild_until_edited() -> None:
    """Rebuild again and again while the editor works; say how often."""
    rebuilds = 0
    while not _edited().exists():
        service.rebuild()
        rebuilds += 1
    print(rebuilds)


def edit() -> None:
    """Rename, remove and add laws; after each few, do what the worker does."""
    laws = list(Law.objects.order_by("pk"))
    for number in range(EDITS):
        match number % 4:
            case 0:
                _enter(f"新{number}条例", f"new-{number}")
            case 1:
                laws[number].delete()
            case _:
                law = laws[number]
                law.title = law.short_title = f"修订{number}条例"
                law.save()
        if number % 5 == 0:
            delivery.flush()
    _edited().touch()
    print(EDITS)


def _enter(title: str, slug: str) -> None:
    """A law with a text, which alone makes it one that is found."""
    law = Law.objects.create(title=title, short_title=title, slug=slug)
    LawVersion.objects.create(law=law, dated_on=date(2024, 1, 1), source="示范", checked_on=date(2026, 1, 1))
    service.reindex([law])


def flush() -> None:
    delivery.flush(again=True)


def save_one() -> None:
    _enter("湖泊养护条例", "lakes")


def compare() -> None:
    """The same after a last flush."""
    flush()
    differences()


def differences() -> None:
    """What each engine holds against the table, and the table against the records."""
    stale, missing, surplus = [], [], []
    table = dict(SearchDocument.objects.filter(deleted=False).values_list("key", "version"))
    for engine in engines_in_use():
        held = versions(engine)
        missing += sorted(table.keys() - held.keys())
        surplus += sorted(held.keys() - table.keys())
        stale += sorted(key for key in table.keys() & held.keys() if table[key] != held[key])
    titles = dict(SearchDocument.objects.filter(kind="law", deleted=False).values_list("key", "title"))
    laws = {f"statutes.law:{law.pk}": law.title for law in Law.objects.all()}
    stale += sorted(key for key in laws.keys() & titles.keys() if laws[key] != titles[key])
    missing += sorted(laws.keys() - titles.keys())
    surplus += sorted(titles.keys() - laws.keys())
    print(json.dumps({"stale": stale, "missing": missing, "surplus": surplus}))


def versions(engine) -> dict[str, int]:
    """The version of every document an engine holds, removals left out."""
    if engine is current_engine() and engine.name == "elasticsearch":
        query = {"bool": {"must_not": [{"term": {"kind": "tombstone"}}]}}
        found = engine._builder.search(
            index=engine.alias, query=query, size=10_000, version=True, source=False
        )
        return {hit["_id"]: hit["_version"] for hit in found["hits"]["hits"]}
    searcher = engine._reader().index.searcher()
    living = {}
    for portion in _portions(list(outbox_keys())):
        living.update(engine._versions(searcher, portion))
    removed = set(SearchDocument.objects.filter(deleted=True).values_list("key", flat=True))
    extra = engine.count() - len(living.keys() - removed)
    return {key: version for key, version in living.items() if key not in removed} | (
        {"not in the table": extra} if extra else {}
    )


def outbox_keys():
    return SearchDocument.objects.values_list("key", flat=True)


def _portions(keys: list[str]):
    return (keys[start : start + outbox.BATCH] for start in range(0, len(keys), outbox.BATCH))


def _edited() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / "edited"
