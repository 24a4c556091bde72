import pytest

from search.meaning import reading
from tests.conftest import absent
from tests.search import maven

ARTIFACT = "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15-q:0.36.2"
PACKAGE = maven.CACHES / "zhifa-model" / "bge-small-zh-v15-q-0.36.2.jar"


@pytest.fixture(scope="session")
def package():
    """The real package with the real model."""
    if reason := maven.missing(PACKAGE):
        absent(reason)
    return maven.fetched(ARTIFACT, PACKAGE)


@pytest.fixture
def reranker(package, settings, monkeypatch):
    """Switched on; it rests after no other test's trouble."""
    settings.SEARCH_RERANKER = str(package)
    monkeypatch.setattr(reading, "_resting_until", 0.0)
    return package
