"""Three nodes hold an index in copies: one is lost under load, and nobody who asks notices."""

import threading
import time

import pytest

from search.engines.base import Entry
from search.engines.elasticsearch import Connection, ElasticsearchEngine
from tests.search.engines.contract import ask, keys, page

DOCUMENTS = 60
ASKERS = 3
# Longer than the others need to notice that a node is gone and to choose another head.
UNDER_LOAD_SECONDS = 6


@pytest.fixture
def engine(own_cluster, monkeypatch):
    monkeypatch.setattr("search.engines.elasticsearch.connection.ANSWER_SECONDS", 10)
    monkeypatch.setattr("search.engines.elasticsearch.connection.WRITE_SECONDS", 30)
    engine = ElasticsearchEngine(Connection(own_cluster.addresses, prefix="test", shards=3, replicas=1))
    engine.rebuild(Entry(f"d{number}", 1, page(f"d{number}", "公园公告")) for number in range(DOCUMENTS))
    engine._builder.cluster.health(wait_for_status="green", wait_for_nodes="3", timeout="30s")
    return engine


def test_no_question_fails_while_a_node_is_lost_under_load(engine, own_cluster):
    (index,) = engine.indices.current()
    held = engine._builder.cat.shards(index=index, format="json")
    copies = {(shard["shard"], shard["node"]) for shard in held if shard["state"] == "STARTED"}
    assert (len(copies), len({node for _, node in copies})) == (6, 3)

    failures, answered, over = [], [0] * ASKERS, threading.Event()

    def keep_asking(number: int) -> None:
        while not over.is_set():
            try:
                found = ask(engine, "公园", limit=100)
            except Exception as error:
                failures.append(repr(error))
            else:
                answered[number] += 1
                if found.total != DOCUMENTS or len(keys(found)) != DOCUMENTS:
                    failures.append(f"{found.total} / {len(keys(found))}")

    askers = [threading.Thread(target=keep_asking, args=(number,)) for number in range(ASKERS)]
    for asker in askers:
        asker.start()
    (head,) = engine._builder.cat.master(format="json")
    before = sum(answered)
    own_cluster.nodes[head["node"]].kill()
    time.sleep(UNDER_LOAD_SECONDS)
    over.set()
    for asker in askers:
        asker.join(30)
    assert failures == []
    assert sum(answered) > before + ASKERS
    engine.write([Entry("new", 1, page("new", "湖泊公告"))])
    assert (keys(ask(engine, "湖泊")), engine.count()) == (["new"], DOCUMENTS + 1)
