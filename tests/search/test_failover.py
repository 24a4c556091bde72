"""A real Elasticsearch that hangs, dies or refuses to write: the replica answers, and saving never fails."""

import time
import uuid

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule
from elasticsearch import Elasticsearch

from cms.statutes.models import Law
from search import tasks
from search.chinese.pinyin import syllables
from search.engines import current_engine, engines_in_use, failover, replica_engine
from search.engines.base import EngineQuery, EngineUnavailable
from search.models import SearchDocument
from search.question import Question
from search.service import SearchRequest, pending_count, rebuild_index, search
from search.status import engines
from tests.cms.statutes.factories import LawFactory
from tests.search.door import Door

pytestmark = pytest.mark.django_db
PATIENCE = 2.0
# So long a background task is held up at most before anything is known of the cluster.
BACKGROUND = 15
# A record saved while the cluster is away must be in it this soon after its return.
RETRY_SECONDS = 30


@pytest.fixture
def door(own_elasticsearch):
    """The platform's way to the server. One that is killed and starts again is in `test_return`."""
    door = Door(own_elasticsearch.port)
    yield door
    door.shut()


@pytest.fixture
def cluster(own_elasticsearch, door, settings, tmp_path):
    """The platform on Elasticsearch, one law found there."""
    settings.SEARCH_ENGINE = "elasticsearch"
    url = own_elasticsearch.url.replace(f":{own_elasticsearch.port}", f":{door.port}")
    settings.ELASTICSEARCH = {"urls": (url,), "prefix": f"test-{uuid.uuid4().hex[:12]}"}
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    cache.clear()
    SearchDocument.objects.all().delete()
    rebuild_index()
    # The first questions of a Java process take long, and so do the first words.
    syllables("热身")
    deadline = time.monotonic() + 60
    while search(SearchRequest("热身")).stale and time.monotonic() < deadline:
        cache.clear()
    yield own_elasticsearch
    cache.clear()


@pytest.fixture
def save(django_capture_on_commit_callbacks):
    """Saves a law as a visitor of the admin does: the flush comes after the commit."""

    def saved(title):
        with django_capture_on_commit_callbacks(execute=True):
            return LawFactory(text=True, title=title, short_title=title, slug=title)

    return saved


def titles(response) -> list[str]:
    return [hit.title for hit in response.hits]


def asked(text):
    """The answer, which must come in time."""
    started = time.monotonic()
    response = search(SearchRequest(text, filters={"kind": ("law",)}))
    assert time.monotonic() - started < PATIENCE
    return response


def recovered(text):
    """The answer of Elasticsearch itself, which must come within a minute of its return."""
    deadline = time.monotonic() + 60
    while (response := asked(text)).stale:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    return response


def held(engine) -> set[str]:
    everything = EngineQuery(Question(""), ("public",), limit=1000)
    while True:
        try:
            return {match.key for match in engine.search(everything).matches}
        except EngineUnavailable:
            # It has returned, but this machine is busy.
            time.sleep(0.5)


def retried_soon() -> None:
    """The queue's clock has the one retry and calls it."""
    retry = Schedule.objects.get(func="search.tasks.retry")
    assert (retry.next_run - timezone.now()).total_seconds() < RETRY_SECONDS
    retry.delete()
    tasks.retry()


def assert_both_hold_the_same() -> None:
    table = set(SearchDocument.objects.filter(deleted=False).values_list("key", flat=True))
    assert [held(engine) for engine in engines_in_use()] == [table, table]
    assert pending_count() == 0


def test_elasticsearch_answers_while_it_is_well(cluster, save):
    save("公园管理条例")
    assert titles(recovered("公园管理")) == ["公园管理条例"]
    assert_both_hold_the_same()


def test_hanging_cluster_is_answered_for_and_caught_up(cluster, save):
    gone = save("旧的公园条例")
    save("公园管理条例")
    cluster.hang()
    try:
        response = asked("公园管理条例")
        assert (titles(response)[0], response.stale) == ("公园管理条例", True)
        started = time.monotonic()
        save("湖泊养护条例")
        gone.delete()
        assert time.monotonic() - started < PATIENCE
        response = asked("湖泊养护")
        assert (titles(response), response.stale) == (["湖泊养护条例"], True)
    finally:
        cluster.wake()
    retried_soon()
    assert titles(recovered("湖泊养护")) == ["湖泊养护条例"]
    assert_both_hold_the_same()


def test_first_save_while_the_cluster_hangs_succeeds(cluster, save):
    cluster.hang()
    try:
        started = time.monotonic()
        save("湖泊养护条例")
        assert time.monotonic() - started < BACKGROUND
        assert Law.objects.filter(title="湖泊养护条例").exists()
        assert asked("湖泊养护").stale
    finally:
        cluster.wake()
    retried_soon()
    assert_both_hold_the_same()


def test_dead_cluster_is_answered_for_and_caught_up(cluster, door, save):
    save("公园管理条例")
    door.shut()
    try:
        assert (titles(asked("公园管理")), asked("公园管理").stale) == (["公园管理条例"], True)
        save("湖泊养护条例")
        save("江河治理条例")
        assert titles(asked("湖泊养护")) == ["湖泊养护条例"]
        assert Schedule.objects.filter(func="search.tasks.retry").count() == 1
        assert [(one.documents is None, bool(one.trouble)) for one in engines()] == [
            (False, False),
            (True, True),
        ]
    finally:
        door.open()
    retried_soon()
    assert titles(recovered("江河治理")) == ["江河治理条例"]
    assert_both_hold_the_same()


def test_cluster_that_lost_its_index_is_filled_again(cluster, save):
    save("公园管理条例")
    with Elasticsearch(cluster.url) as client:
        for index in client.indices.get(index=f"{current_engine().alias}-*"):
            client.indices.delete(index=index)
    assert (titles(asked("公园管理")), asked("公园管理").stale) == (["公园管理条例"], True)
    tasks.flush_again.enqueue()
    assert titles(recovered("公园管理")) == ["公园管理条例"]
    assert_both_hold_the_same()


def test_read_only_cluster_is_answered_for_and_caught_up(cluster, save):
    save("公园管理条例")
    with Elasticsearch(cluster.url) as client:
        client.indices.put_settings(index=current_engine().alias, settings={"index.blocks.read_only": True})
        save("湖泊养护条例")
        response = asked("湖泊养护")
        assert (titles(response), response.stale) == (["湖泊养护条例"], True)
        assert pending_count() == 1
        client.indices.put_settings(index=current_engine().alias, settings={"index.blocks.read_only": None})
    retried_soon()
    assert titles(recovered("湖泊养护")) == ["湖泊养护条例"]
    assert_both_hold_the_same()


def test_tombstone_stays_until_both_engines_have_taken_it(cluster, save):
    law = save("公园管理条例")
    cluster.hang()
    try:
        failover.trip(RuntimeError("不等它"), 60)
        key = SearchDocument.objects.get(kind="law").key
        law.delete()
        tasks.flush_outbox.enqueue()
        assert (SearchDocument.objects.get().deleted, held(replica_engine())) == (True, set())
    finally:
        cluster.wake()
    tasks.flush_again.enqueue()
    assert not SearchDocument.objects.filter(key=key).exists()
    assert_both_hold_the_same()


def test_status_tells_the_lag_of_each_engine(cluster, save, capsys):
    save("公园管理条例")
    cluster.hang()
    try:
        failover.trip(RuntimeError("连接超时"), 60)
        save("湖泊养护条例")
        call_command("search_status")
    finally:
        cluster.wake()
    said = capsys.readouterr().out
    assert "tantivy（本机副本）：2 条；滞后 0 条、0 秒" in said
    assert "elasticsearch（回答检索）：无法连接；滞后 1 条" in said
    assert "熔断，由本机副本回答（连接超时）" in said
