"""The results page over N articles: time of the server's processor, beside what the engine alone takes.

Each time at an address of its own, as of a stranger, for the page kept for the next who asks costs nothing.
"""

import itertools
import statistics
import time
from itertools import islice

from tests.bench.search import QUESTIONS, _articles, _entries

ROUNDS = 5
# What a visitor waits for at most: of the first size that is no greater than what is measured.
LIMITS = {1_000_000: 60, 0: 25}
_TURNS = itertools.count()


def run(size: int) -> None:
    from django.conf import settings
    from django.test import Client, override_settings

    from search.engines import replica_engine
    from search.engines.base import EngineQuery
    from search.question import parse
    from sites.public.asking import PAGE_SIZE

    if settings.SAMPLE_DATA_DIR is None:
        print("没有法规样例：设置 ZHIFA_SAMPLE_DATA 后再试")
        return
    fill(size)
    engine = replica_engine()
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["testserver"]):
        client = Client()
        pages = [_milliseconds(lambda text=text: _opened(client, text)) for text in QUESTIONS]
    bare = [
        _milliseconds(lambda text=text: engine.search(EngineQuery(parse(text), ("public",), PAGE_SIZE)))
        for text in QUESTIONS
    ]
    limit = next(held for least, held in LIMITS.items() if size >= least)
    for name, times in (("检索页", pages), ("其中引擎", bare)):
        print(f"{name}：中位 {statistics.median(times):.1f} 毫秒，最长 {max(times):.1f} 毫秒")
    print(f"限 {limit} 毫秒：{'通过' if statistics.median(pages) <= limit else '超过'}")


def fill(size: int) -> None:
    """`size` articles in the table and in the index."""
    from search import delivery, outbox
    from search.engines import replica_engine
    from search.models import SearchDocument

    entries = _entries(size, _articles())
    while some := [entry.document for entry in islice(entries, outbox.BATCH)]:
        SearchDocument.objects.bulk_create(
            SearchDocument(
                key=each.key, version=1, tantivy_pending=False, elasticsearch_pending=False,
                **{name: outbox._plain(getattr(each, name)) for name in outbox.FIELDS},
            )
            for each in some
        )  # fmt: skip
    delivery.rebuild_index(replica_engine())


def _opened(client, text: str) -> None:
    if client.get("/search/", {"q": text, "turn": next(_TURNS)}).status_code != 200:
        raise SystemExit(f"检索“{text}”没有打开")


def _milliseconds(act) -> float:
    act()
    turns = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        act()
        turns.append(1000 * (time.process_time() - begun))
    return statistics.median(turns)
