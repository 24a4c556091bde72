"""Rebuilds on a database and an index of their own, with processes that really edit and are really killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from search.engines.base import EngineQuery, EngineUnavailable
from search.engines.elasticsearch import Connection, ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.question import Question
from tests.search.copies import EDITS, LAWS

QUESTION = EngineQuery(Question("条例"), ("public",), limit=10)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database of its own with laws and articles, made once."""
    folder = tmp_path_factory.mktemp("filled")
    copy = Copy(folder, "tantivy", {})
    copy.run("migrate", "-v0")
    copy.run("shell", "-v0", "-c", "from tests.search.copies import fill; fill()")
    return folder


@pytest.fixture(params=["tantivy", "elasticsearch"])
def copy(request, filled, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(filled, folder)
    if request.param == "tantivy":
        return Copy(folder, "tantivy", {})
    url = request.getfixturevalue("elasticsearch_url")
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    return Copy(folder, "elasticsearch", {"ELASTICSEARCH_URL": url, "ELASTICSEARCH_PREFIX": prefix})


class Copy:
    """The platform on its own state directory."""

    def __init__(self, folder: Path, engine: str, variables: dict):
        self.folder, self.name = folder, engine
        self.environment = {
            **os.environ,
            **variables,
            "SEARCH_ENGINE": engine,
            "ZHIFA_VAR": str(folder),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "sites.settings.dev",
            "PYTHONPATH": str(settings.ROOT),
        }
        self.engine = self.replica = TantivyEngine(str(folder / "index"))
        if engine == "elasticsearch":
            self.engine = ElasticsearchEngine(
                Connection((variables["ELASTICSEARCH_URL"],), variables["ELASTICSEARCH_PREFIX"])
            )

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments], env=self.environment, cwd=settings.ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        return finish(self.start(*arguments))

    def python(self, call: str) -> subprocess.Popen:
        return self.start("shell", "-v0", "-c", f"from tests.search import copies; copies.{call}")

    def answer(self):
        """As the public is answered: by the replica where the engine does not."""
        try:
            return self.engine.search(QUESTION)
        except EngineUnavailable:
            return self.replica.search(QUESTION)

    def indices(self) -> int:
        """How many indices there are, the one in use and those being built."""
        if self.name == "tantivy":
            return len(list((self.folder / "index").glob("generation-*")))
        return len(self.engine._indices())


def finish(process: subprocess.Popen) -> str:
    said, complained = process.communicate(timeout=300)
    assert process.returncode == 0, complained[-3000:]
    return said


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
