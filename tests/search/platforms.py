"""A platform of its own: its state in a folder, its commands as processes."""

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

from django.conf import settings

from search.engines.base import EngineQuery, EngineUnavailable
from search.engines.elasticsearch import Connection, ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.question import Question

QUESTION = EngineQuery(Question("条例"), ("public",), limit=10)


def copy_of(filled: Path, folder: Path, elasticsearch_url: str = "") -> "Copy":
    """A platform that holds what `filled` holds, on Elasticsearch where its address is given."""
    shutil.copytree(filled, folder)
    if not elasticsearch_url:
        return Copy(folder, "tantivy", {})
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    variables = {"ELASTICSEARCH_URL": elasticsearch_url, "ELASTICSEARCH_PREFIX": prefix}
    return Copy(folder, "elasticsearch", variables)


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
