"""A platform of its own with laws in it, and the engine its public asks."""

import shutil
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from search.engines.base import EngineQuery, EngineUnavailable
from search.engines.elasticsearch import Connection, ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.question import Question
from tests.platforms import Forked, Platform

QUESTION = EngineQuery(Question("条例"), ("public",), limit=10)


class Copy(Platform):
    """A platform that holds what `filled` holds, on Elasticsearch where its address is given."""

    def __init__(self, filled: Path, folder: Path, elasticsearch_url: str = ""):
        shutil.copytree(filled, folder)
        self.name = "elasticsearch" if elasticsearch_url else "tantivy"
        variables = {"SEARCH_ENGINE": self.name}
        self.engine = self.replica = TantivyEngine(str(folder / "index"))
        if elasticsearch_url:
            prefix = f"test-{uuid.uuid4().hex[:12]}"
            at = urlsplit(elasticsearch_url)
            variables |= {
                "ELASTICSEARCH_URL": f"{at.scheme}://{at.hostname}:{at.port}",
                "ELASTICSEARCH_USER": at.username or "",
                "ELASTICSEARCH_PASSWORD": at.password or "",
                "ELASTICSEARCH_PREFIX": prefix,
            }
            self.engine = ElasticsearchEngine(Connection((elasticsearch_url,), prefix))
        super().__init__(folder, **variables)

    def call(self, call: str) -> Forked:
        """A function of `tests.search.copies` in a process of its own."""
        return self.fork("shell", "-v0", "-c", f"from tests.search import copies; copies.{call}")

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
        return len(self.engine.indices.every())
