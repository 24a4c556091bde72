"""N articles: building, asking and updating through our engines, beside the same engine used bare.

Bare means: the same index and the same conditions in the engine's own words, all answers counted, the best
20 keys read and, where said, the same counts of the same choices. Ours adds the plan, the look for newer
commits and the answer's form; asked for the first time, also what the words are and which articles people
ask for so, which is kept for who asks the same again. A line of its own shows the bare engine with a query
kept from before, which nobody has who is asked something new. The embedded engine is measured by time of
the processor, so that what else the machine does is not counted; a cluster by the clock, for it works
elsewhere.
"""

import datetime
import itertools
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.conf import settings

from cms.statutes.imports.reading import UnreadableStatute, read_statute
from search.analysis import lay_questions, tokens
from search.documents import PUBLIC, Document
from search.engines.base import Engine, EngineQuery, Entry, Matches
from search.engines.elasticsearch import Connection, ElasticsearchEngine, connection
from search.engines.elasticsearch.queries import counts, translated
from search.engines.scoring import FACET_SIZE, plan
from search.engines.tantivy import TantivyEngine
from search.question import parse
from tests.search import server

QUESTIONS = (
    "高空抛物", "拖欠工资怎么办", "劳动合同法第38条", "民法典1254条", "宪法", "公司不交社保可以辞职吗",
    "邻居装修噪音", "离婚后孩子归谁", "借钱不还", "交通事故赔偿", "未成年人保护", "试用期被辞退",
    "房东不退押金", "网购退货", "老人赡养", "消费者权益", "继承", "工伤认定", "酒后驾驶", "个人信息",
)  # fmt: skip
CHOICES = ("kind", "level", "in_force", "year", "law")
COUNTS = {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in CHOICES}
BARE, BARE_COUNTED = "裸引擎", "裸引擎，带计数"
ROUNDS = 15
UPDATES = 20
LIMIT = 20


def run(size: int) -> None:
    if settings.SAMPLE_DATA_DIR is None:
        print("没有法规样例：设置 ZHIFA_SAMPLE_DATA 后再试")
        return
    articles = _articles()
    folder = Path(tempfile.mkdtemp(prefix="zhifa-bench-"))
    try:
        engine = TantivyEngine(str(folder))
        _measure("Tantivy", engine, size, articles, _bare_tantivy, lambda: _size(folder), time.process_time)
    finally:
        # Merging threads may still be tidying up there.
        shutil.rmtree(folder, ignore_errors=True)
    url, own = os.environ.get("ELASTICSEARCH_URL", ""), None
    if not url and (reason := server.missing()):
        print(f"Elasticsearch：{reason}")
        return
    if not url:
        own = server.Server(server.MEMORY)
        own.start()
    # What is measured is how long it takes, not whether the public would wait.
    connection.ANSWER_SECONDS = 60
    try:
        engine = ElasticsearchEngine(Connection((url or own.url,), prefix=f"bench-{time.time_ns()}"))
        _measure(
            "Elasticsearch", engine, size, articles, _bare_elasticsearch, lambda: _stored(engine),
            time.perf_counter,
        )  # fmt: skip
        engine.indices.delete(engine.indices.current())
    finally:
        if own:
            own.remove()


def _articles() -> list[tuple[str, str, str, str]]:
    """Law, reference, label and text of every article of the sample statutes."""
    found = []
    for path in sorted((settings.SAMPLE_DATA_DIR / "statutes").rglob("*.md")):
        try:
            statute = read_statute(path)
        except UnreadableStatute:
            continue
        found += [(statute.title, str(one.number), one.label, one.text) for one in statute.articles]
    return found


def _entries(size: int, articles: list) -> Iterator[Entry]:
    """`size` articles; beyond the samples their texts come again under other laws, put together anew."""
    for number, (law, ref, label, text) in zip(range(size), itertools.cycle(articles), strict=False):
        turn, place = divmod(number, len(articles))
        if turn:
            other = articles[(place * 7 + turn) % len(articles)][3]
            law, text = f"{law}（{turn}）", text[: len(text) // 2] + other[len(other) // 2 :]
        yield Entry(f"article:{number}", 1, Document(
            key=f"article:{number}", kind="article", title=f"{law}{label}", body=text, url=f"/{number}/",
            date=datetime.date(1980 + number % 46, 1, 1), law=law, article=ref, article_label=label,
            facets={"level": ["法律"], "in_force": ["现行有效"]},
        ))  # fmt: skip


def _measure(name: str, engine: Engine, size: int, articles, bare, stored: Callable[[], int], clock) -> None:
    started = time.perf_counter()
    engine.rebuild(_entries(size, articles))
    built = time.perf_counter() - started
    prepared = bare(engine)
    ways: dict[str, list[Callable]] = {}
    for text in QUESTIONS:
        query = EngineQuery(parse(text), (PUBLIC,), LIMIT)
        counted = replace(query, facets=CHOICES)
        for way, act in {
            BARE: prepared(query),
            BARE_COUNTED: prepared(query, counted=True),
            "裸引擎，查询现成": prepared(query, kept=True),
            "知法，头一次问": partial(_asked_first, engine, query),
            "知法，头一次问，带分面": partial(_asked_first, engine, counted),
            "知法": partial(engine.search, query),
            "知法，带分面": partial(engine.search, counted),
        }.items():
            ways.setdefault(way, []).append(act)
    times = _times(ways, clock)
    raw, raw_counted = (statistics.median(times[way]) for way in (BARE, BARE_COUNTED))
    visible = [_visible(engine, number) for number in range(UPDATES)]
    megabytes = stored() / 1_000_000
    print(
        f"{name}：建 {size / built:.0f} 篇/秒；{megabytes:.1f} MB（每篇 {megabytes * 1e6 / size:.0f} 字节）"
    )
    print(f"{'':24}{'中位 毫秒':>12}{'p95 毫秒':>12}{'对裸引擎':>12}{'对带计数的':>12}")
    for label, took in times.items():
        median, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
        print(f"{label:20}{median:>14.2f}{p95:>14.2f}{median / raw:>12.2f}×{median / raw_counted:>12.2f}×")
    print(f"更新到可见：中位 {statistics.median(visible):.0f} 毫秒")


def _times(ways: dict[str, list[Callable]], clock) -> dict[str, list[float]]:
    """Milliseconds of each question, asked in each way in turn so that all meet the same machine."""
    times: dict[str, list[float]] = {label: [] for label in ways}
    for turn in range(ROUNDS + 1):
        for acts in zip(*ways.values(), strict=True):
            for took, act in zip(times.values(), acts, strict=True):
                started = clock()
                act()
                # The first turn warms all.
                if turn:
                    took.append((clock() - started) * 1000)
    return times


def _visible(engine: Engine, number: int) -> float:
    """Milliseconds from a write to its being found."""
    word = f"标记{number}乙"
    document = Document(f"update:{number}", "page", word, "", "/")
    query = EngineQuery(parse(word), (PUBLIC,), 1)
    started = time.perf_counter()
    engine.write([Entry(document.key, 1, document)])
    while not any(match.key == document.key for match in engine.search(query).matches):
        pass
    return (time.perf_counter() - started) * 1000


def _asked_first(engine: Engine, query: EngineQuery) -> Matches:
    """As if nobody had asked this before."""
    tokens.of_query.cache_clear()
    lay_questions.likeliest.cache_clear()
    return engine.search(query)


def _bare_tantivy(engine: TantivyEngine):
    searcher = engine._reader().index.searcher()

    def prepared(query: EngineQuery, *, kept: bool = False, counted: bool = False):
        planned = plan(query)
        asked, answers = planned.ranked(), planned.counted()
        made = engine._query(asked)

        def ask():
            found = searcher.search(made if kept else engine._query(asked), LIMIT)
            keys = [searcher.doc(place).get_first("key") for _, place in found.hits]
            return keys, searcher.aggregate(engine._query(answers), COUNTS) if counted else {}

        return ask

    return prepared


def _bare_elasticsearch(engine: ElasticsearchEngine):
    def prepared(query: EngineQuery, *, kept: bool = False, counted: bool = False):
        asked = plan(query).ranked()
        made = translated(asked).to_dict()

        def ask():
            body = {
                "query": made if kept else translated(asked).to_dict(),
                "size": LIMIT,
                "track_total_hits": True,
                **({"aggs": COUNTS} if counted else {}),
            }
            found = engine._writer.search(index=engine.alias, source=False, **body)
            keys = [hit["_id"] for hit in found["hits"]["hits"]]
            return keys, counts(found, CHOICES) if counted else {}

        return ask

    return prepared


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _stored(engine: ElasticsearchEngine) -> int:
    statistics_of = engine._builder.indices.stats(index=engine.alias, metric="store")
    return statistics_of["_all"]["primaries"]["store"]["size_in_bytes"]
