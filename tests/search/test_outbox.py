import re
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from cms.statutes.models import Article, Law
from search import outbox, turns
from search.delivery import flush
from search.documents import Document
from search.engines import current_engine
from search.engines.base import EngineUnavailable
from search.models import Rebuild, SearchDocument
from search.service import (
    MAX_DEPTH,
    SearchRequest,
    forget,
    pending_count,
    rebuild,
    rebuild_index,
    reindex,
    search,
)
from search.turns import RebuildRunning, rebuilding
from tests.cms.statutes.factories import ArticleFactory, LawFactory

pytestmark = [pytest.mark.django_db, pytest.mark.each]


KINDS = ("law", "article")


def titles(text):
    return [hit.title for hit in search(SearchRequest(text, filters={"kind": KINDS})).hits]


@pytest.fixture(scope="module")
def cleared(django_db_setup, django_db_blocker):
    """Takes away what a test has committed, after its own transaction is over."""
    yield
    with django_db_blocker.unblock():
        SearchDocument.objects.filter(key="late").delete()


@pytest.fixture(autouse=True)
def empty_index(db):
    """Without the pages that every new database has."""
    SearchDocument.objects.all().delete()
    rebuild_index()


def test_saved_record_is_found_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        LawFactory(text=True, short_title="公园管理法")
    assert titles("公园管理") == ["中华人民共和国公园管理法"]
    assert pending_count() == 0


def test_rolled_back_record_leaves_no_document():
    with transaction.atomic():
        LawFactory(text=True)
        transaction.set_rollback(True)
    assert not SearchDocument.objects.exists()


def test_renamed_record_is_found_by_its_new_name_only(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        law = LawFactory(text=True, short_title="公园管理法")
    with django_capture_on_commit_callbacks(execute=True):
        law.title = law.short_title = "绿地养护法"
        law.save()
    assert (titles("公园管理"), titles("绿地养护")) == ([], ["绿地养护法"])


def test_deleted_record_is_not_found_even_before_the_engine_knows(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        law = LawFactory(text=True, short_title="公园管理法")
    law.delete()
    assert titles("公园管理") == []


def test_tombstone_goes_when_the_engine_has_taken_it(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        law = LawFactory(text=True)
    with django_capture_on_commit_callbacks():
        law.delete()
    assert SearchDocument.objects.get().deleted
    flush()
    assert (SearchDocument.objects.count(), current_engine().count()) == (0, 0)


def test_record_changed_while_it_is_flushed_stays_pending(monkeypatch):
    law = LawFactory(text=True, short_title="公园管理法")
    engine = current_engine()
    write = type(engine).write

    def write_and_change(self, entries):
        write(self, entries)
        if law.short_title == "公园管理法":
            law.title = law.short_title = "绿地养护法"
            law.save()

    monkeypatch.setattr(type(engine), "write", write_and_change)
    assert flush() == 2
    assert titles("绿地养护") == ["绿地养护法"]


def test_bulk_written_records_are_found_after_reindex(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        article = ArticleFactory(text="居民应当爱护公共绿地。")
    Article.objects.update(text="犬只应当系绳。")
    with django_capture_on_commit_callbacks(execute=True):
        reindex(Article.objects.all())
    assert titles("系绳") == [str(article)]
    with django_capture_on_commit_callbacks(execute=True):
        forget(Article, [article.pk])
    assert titles("系绳") == []


def test_rebuild_writes_missing_documents_and_drops_strays():
    article = ArticleFactory(text="犬只应当系绳。")
    SearchDocument.objects.all().delete()
    stray = Law(pk=999, title="孤儿", short_title="孤儿", slug="孤儿")
    outbox.put([stray])
    seen = []
    held = rebuild(lambda kind, done: seen.append((kind, done)))
    assert titles("系绳") == [str(article)]
    assert titles("孤儿") == []
    assert held == SearchDocument.objects.filter(deleted=False).count()
    assert SearchDocument.objects.filter(kind__in=KINDS).count() == 2
    assert {("law", 1), ("article", 1)} <= set(seen)
    assert pending_count() == 0


def test_unwritable_index_does_not_make_saving_fail(
    settings, tmp_path, caplog, django_capture_on_commit_callbacks
):
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.SEARCH_INDEX_DIR = blocked / "index"
    with django_capture_on_commit_callbacks(execute=True):
        law = LawFactory(text=True)
    assert Law.objects.get() == law
    # The turn of an engine is a lock of the database, or else a file, which fails before the engine does.
    told = "有一个同名的文件" if connection.vendor == "postgresql" else "NotADirectoryError"
    assert told in caplog.text
    assert pending_count() == 1


@pytest.mark.parametrize("page", [-5, 0, 1, 10**9])
def test_any_page_number_is_answered(page):
    LawFactory(text=True, short_title="公园管理法")
    flush()
    response = search(SearchRequest("公园", filters={"kind": KINDS}, page=page, page_size=10))
    assert (response.total, 1 <= response.page <= MAX_DEPTH // 10) == (1, True)


def test_unchanged_record_is_not_written_again(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        law = LawFactory(text=True)
    version = SearchDocument.objects.get().version
    with django_capture_on_commit_callbacks() as callbacks:
        law.save()
    assert (SearchDocument.objects.get().version, callbacks, pending_count()) == (version, [], 0)


def test_version_grows_even_if_the_clock_goes_back():
    law = LawFactory(text=True)
    ahead = 10**18
    SearchDocument.objects.update(version=ahead)
    law.title = "绿地养护法"
    law.save()
    assert SearchDocument.objects.get().version == ahead + 1
    law.delete()
    assert SearchDocument.objects.get().version == ahead + 2


def test_removals_then_lost_visibility_reach_the_engine_first(monkeypatch):
    hidden = Document("hidden", "page", "公告", "", "/")
    outbox.write([Document("gone", "page", "公告", "", "/"), hidden])
    flush()
    handed = []
    engine = current_engine()
    monkeypatch.setattr(outbox, "BATCH", 1)
    write = type(engine).write
    monkeypatch.setattr(
        type(engine), "write", lambda self, entries: (handed.extend(entries), write(self, handed[-1:]))
    )
    outbox.write([Document("new", "page", "公告", "", "/")])
    outbox.write([replace(hidden, visibility="internal")])
    outbox.remove_keys(["gone"])
    flush()
    assert [entry.key for entry in handed] == ["gone", "hidden", "new"]


def test_index_of_another_form_is_built_anew_at_the_next_flush():
    law = LawFactory(text=True, short_title="公园管理法")
    flush()
    folder = Path(settings.SEARCH_INDEX_DIR)
    named = (folder / "current").read_text()
    old = re.sub("generation-[0-9a-f]+-", "generation-0000-", named)
    (folder / named).rename(folder / old)
    (folder / "current").write_text(old)
    with pytest.raises(EngineUnavailable, match="索引不在"):
        current_engine().match(("公园",), "law", every=True, prefix=False, limit=1)
    flush()
    assert titles("公园管理") == [law.title]
    assert [path.name for path in folder.glob("generation-*")] == [(folder / "current").read_text()]


def test_killed_rebuild_is_cleared_away_by_the_next_flush():
    flush()
    left = Path(settings.SEARCH_INDEX_DIR) / "generation-0-1"
    left.mkdir()
    Rebuild.objects.create(engine="tantivy")
    flush()
    assert (left.exists(), Rebuild.objects.filter(finished_at=None).exists()) == (False, False)


@contextmanager
def rebuilding_elsewhere():
    """While another connection has the turn of a rebuild."""
    running, may_end = threading.Event(), threading.Event()

    def rebuild_slowly():
        with rebuilding("tantivy"):
            running.set()
            may_end.wait(60)
        connection.close()

    other = threading.Thread(target=rebuild_slowly)
    other.start()
    try:
        assert running.wait(30)
        yield
    finally:
        may_end.set()
        other.join(30)


def test_what_is_flushed_during_a_rebuild_stays_pending_for_the_new_index():
    engine = current_engine()
    law = LawFactory(text=True, short_title="公园管理法")
    with rebuilding_elsewhere():
        assert outbox.flush_to(engine) == 1
        assert titles("公园管理") == [law.title]
        assert pending_count() == 1
    flush()
    assert pending_count() == 0


def test_two_rebuilds_do_not_run_at_once(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    with rebuilding_elsewhere(), pytest.raises(RebuildRunning, match="另一个重建正在进行"):
        rebuild_index()
    assert rebuild_index() == 0


def test_transaction_that_commits_late_is_not_passed_over(postgres, cleared):
    """Its version is older than what was flushed meanwhile; a cursor would skip it."""
    written, may_commit = threading.Event(), threading.Event()

    def late():
        try:
            with transaction.atomic():
                SearchDocument.objects.create(
                    key="late", kind="page", title="迟到的公告", visibility="public", version=1,
                    tantivy_pending=True,
                )  # fmt: skip
                written.set()
                may_commit.wait(30)
        finally:
            connection.close()

    other = threading.Thread(target=late)
    other.start()
    try:
        assert written.wait(30)
        outbox.write([Document("early", "page", "准时的公告", "", "/")])
        flush()
        found = [hit.key for hit in search(SearchRequest("公告")).hits]
        may_commit.set()
        other.join(30)
        flush()
        assert (found, {hit.key for hit in search(SearchRequest("公告")).hits}) == (
            ["early"],
            {"early", "late"},
        )
    finally:
        may_commit.set()
        other.join(30)


def test_search_takes_one_query(django_assert_num_queries):
    LawFactory.create_batch(5, text=True)
    flush()
    titles("先读一次词表")
    with django_assert_num_queries(1):
        assert len(titles("示范")) == 5


def test_what_is_gathered_is_written_once_at_the_end_and_what_is_gone_is_not():
    with outbox.gathering():
        law, gone = LawFactory(text=True, short_title="公园管理法"), LawFactory(text=True)
        law.title = "绿地养护法"
        law.save()
        gone.delete()
        assert not SearchDocument.objects.filter(deleted=False).exists()
    held = SearchDocument.objects.filter(deleted=False, key__startswith="statutes.law:")
    assert [(each.key, each.title) for each in held] == [(f"statutes.law:{law.pk}", "绿地养护法")]


def test_nothing_is_gathered_beyond_a_failure():
    with pytest.raises(ZeroDivisionError), transaction.atomic(), outbox.gathering():
        raise ZeroDivisionError
    LawFactory(text=True)
    assert SearchDocument.objects.exists()
