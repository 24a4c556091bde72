import os
import shutil
import uuid

import pytest
from elasticsearch import Elasticsearch

from search import synonyms
from search.analysis import lay_questions
from search.engines.elasticsearch import Connection
from search.models import SearchDocument, Synonym
from tests.conftest import absent
from tests.platforms import Platform
from tests.search import server


@pytest.fixture(scope="session")
def own_elasticsearch():
    """A server of this session alone, which a test may stop, kill and make hang."""
    if reason := server.missing():
        absent(reason)
    started = server.Server()
    try:
        started.start()
        yield started
    finally:
        started.remove()


@pytest.fixture(scope="module")
def own_cluster():
    """Three servers of one test file alone."""
    if reason := server.missing():
        absent(reason)
    cluster = server.Cluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture(scope="session")
def elasticsearch_url(request) -> str:
    return os.environ.get("ELASTICSEARCH_URL") or request.getfixturevalue("own_elasticsearch").url


@pytest.fixture
def connection(elasticsearch_url, monkeypatch):
    """Names of this test alone, removed after it; a slow machine is given time to answer."""
    monkeypatch.setattr("search.engines.elasticsearch.connection.ANSWER_SECONDS", 30)
    connection = Connection((elasticsearch_url,), prefix=f"test-{uuid.uuid4().hex[:12]}")
    yield connection
    with Elasticsearch(elasticsearch_url, request_timeout=30) as client:
        for index in client.indices.get(index=f"{connection.prefix}-*"):
            client.indices.delete(index=index)
        client.options(ignore_status=404).indices.delete_index_template(name=f"{connection.prefix}-documents")


@pytest.fixture
def empty_index(db, settings, tmp_path):
    """No document, and an index of this test alone."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    SearchDocument.objects.all().delete()


@pytest.fixture
def no_plain_speech(db):
    """An empty table; what the process holds of it is read anew after the test too."""
    Synonym.objects.all().delete()
    synonyms.announce()
    yield
    synonyms.announce()


@pytest.fixture(scope="session")
def filled(migrated, tmp_path_factory):
    """The state of a platform with laws and articles, made once."""
    folder = tmp_path_factory.mktemp("filled") / "var"
    shutil.copytree(migrated, folder)
    platform = Platform(folder)
    platform.python("from tests.search.copies import fill; fill()")
    platform.close()
    return folder


@pytest.fixture
def lay(tmp_path, monkeypatch):
    """What people ask, written as rows of CSV files, instead of what the project ships."""

    def forget():
        for held in ("by_article", "edition", "_index", "likeliest"):
            getattr(lay_questions, held).cache_clear()

    def write(*rows: str, header: str = "law,article,asked,marks") -> None:
        for number, row in enumerate(rows):
            (tmp_path / f"{number}.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
        forget()
        list(lay_questions.rows())

    monkeypatch.setattr(lay_questions, "FOLDER", tmp_path)
    yield write
    forget()
