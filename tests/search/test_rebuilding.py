"""Rebuilds on a database and an index of their own, with processes that really edit and are really killed."""

import json
import time

import pytest

from tests.platforms import finish
from tests.search.copies import EDITS, LAWS
from tests.search.platforms import Copy


@pytest.fixture(
    scope="module", params=["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]
)
def copy(request, filled, tmp_path_factory):
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elasticsearch" else ""
    copy = Copy(filled, tmp_path_factory.mktemp("rebuilding") / "var", url)
    yield copy
    copy.close()


def test_rebuild_under_edits_loses_nothing_and_is_never_empty(copy):
    finish(copy.call("rebuild()"))
    rebuilder, editor = copy.call("rebuild_until_edited()"), copy.call("edit()")
    answers = []
    while rebuilder.poll() is None or editor.poll() is None:
        answers.append(copy.answer().total)
        time.sleep(0.02)
    edited, rebuilds = json.loads(finish(editor)), int(finish(rebuilder))
    assert (edited, rebuilds >= 1) == (EDITS, True)
    assert min(answers) >= LAWS - EDITS
    assert json.loads(finish(copy.call("compare()"))) == {"stale": [], "missing": [], "surplus": []}
    assert copy.indices() == 1


def test_killed_rebuild_leaves_the_old_index_and_can_be_run_again(copy):
    finish(copy.call("rebuild()"))
    before = copy.answer().total
    rebuilder, deadline = copy.call("rebuild()"), time.monotonic() + 120
    while copy.indices() < 2:
        assert rebuilder.poll() is None, rebuilder.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    rebuilder.kill()
    assert copy.indices() == 2
    assert copy.answer().total == before
    # The next flush clears away what the killed one left.
    finish(copy.call("flush()"))
    assert copy.indices() == 1
    finish(copy.call("rebuild()"))
    assert copy.indices() == 1
    assert json.loads(finish(copy.call("compare()"))) == {"stale": [], "missing": [], "surplus": []}
