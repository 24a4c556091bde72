"""A cluster that was away: the real queue, unasked, brings it up to date within a minute of its return."""

import json
import time

import pytest

from tests.platforms import finish
from tests.search.platforms import Copy

SAME = {"stale": [], "missing": [], "surplus": []}


@pytest.fixture
def copy(filled, own_elasticsearch, tmp_path):
    copy = Copy(filled, tmp_path / "var", own_elasticsearch.url)
    yield copy
    copy.close()


def differences(copy) -> dict:
    return json.loads(finish(copy.call("differences()")))


def pending(copy) -> int:
    engines = json.loads(copy.run("search_status", "--json"))["engines"]
    return next(engine["pending"] for engine in engines if engine["name"] == "elasticsearch")


def until(holds, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.5)
    return True


def test_record_saved_while_the_cluster_is_dead_is_in_it_within_a_minute_of_its_return(
    copy, own_elasticsearch
):
    finish(copy.call("rebuild()"))
    before = copy.replica.count()
    queue = copy.start("qcluster")
    try:
        own_elasticsearch.kill()
        try:
            finish(copy.call("save_one()"))
            assert until(lambda: copy.replica.count() > before, 60)
            assert pending(copy) > 0
        finally:
            own_elasticsearch.start()
        assert until(lambda: pending(copy) == 0, 60)
    finally:
        queue.terminate()
        queue.communicate(timeout=60)
    assert differences(copy) == SAME
