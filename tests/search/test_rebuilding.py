"""Rebuilds on a database and an index of their own, with processes that really edit and are really killed."""

import json
import signal
import time

import pytest

from tests.search.copies import EDITS, LAWS
from tests.search.platforms import copy_of, finish


@pytest.fixture(params=["tantivy", "elasticsearch"])
def copy(request, filled, tmp_path):
    url = request.getfixturevalue("elasticsearch_url") if request.param == "elasticsearch" else ""
    return copy_of(filled, tmp_path / "copy", url)


def test_rebuild_under_edits_loses_nothing_and_is_never_empty(copy):
    finish(copy.python("rebuild()"))
    rebuilder, editor = copy.python("rebuild_until_edited()"), copy.python("edit()")
    answers = []
    while rebuilder.poll() is None or editor.poll() is None:
        answers.append(copy.answer().total)
        time.sleep(0.02)
    edited, rebuilds = json.loads(finish(editor)), int(finish(rebuilder))
    assert (edited, rebuilds >= 1) == (EDITS, True)
    assert min(answers) >= LAWS - EDITS
    assert json.loads(finish(copy.python("compare()"))) == {"stale": [], "missing": [], "surplus": []}
    assert copy.indices() == 1


def test_killed_rebuild_leaves_the_old_index_and_can_be_run_again(copy):
    finish(copy.python("rebuild()"))
    before = copy.answer().total
    rebuilder, deadline = copy.python("rebuild()"), time.monotonic() + 120
    while copy.indices() < 2:
        assert rebuilder.poll() is None, rebuilder.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    rebuilder.send_signal(signal.SIGKILL)
    rebuilder.communicate()
    assert copy.indices() == 2
    assert copy.answer().total == before
    # The next flush clears away what the killed one left.
    finish(copy.python("flush()"))
    assert copy.indices() == 1
    finish(copy.python("rebuild()"))
    assert copy.indices() == 1
    assert json.loads(finish(copy.python("compare()"))) == {"stale": [], "missing": [], "surplus": []}
