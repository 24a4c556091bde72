import pytest
from django.db import transaction

from cms.statutes.models import Article, Law
from search import outbox
from search.engines import current_engine
from search.models import SearchDocument
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
from tests.cms.statutes.factories import ArticleFactory, LawFactory

pytestmark = pytest.mark.django_db


KINDS = ("law", "article")


def titles(text):
    return [hit.title for hit in search(SearchRequest(text, filters={"kind": KINDS})).hits]


@pytest.fixture(autouse=True)
def empty_index(db):
    """Without the pages that every new database has."""
    SearchDocument.objects.all().delete()
    rebuild_index()


def test_saved_record_is_found_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        LawFactory(short_title="公园管理法")
    assert titles("公园管理") == ["中华人民共和国公园管理法"]
    assert pending_count() == 0


def test_rolled_back_record_leaves_no_document():
    with transaction.atomic():
        LawFactory()
        transaction.set_rollback(True)
    assert not SearchDocument.objects.exists()


def test_renamed_record_is_found_by_its_new_name_only(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        law = LawFactory(short_title="公园管理法")
    with django_capture_on_commit_callbacks(execute=True):
        law.title = law.short_title = "绿地养护法"
        law.save()
    assert (titles("公园管理"), titles("绿地养护")) == ([], ["绿地养护法"])


def test_deleted_record_is_not_found_even_before_the_engine_knows(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        law = LawFactory(short_title="公园管理法")
    law.delete()
    assert titles("公园管理") == []


def test_tombstone_goes_when_the_engine_has_taken_it(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        law = LawFactory()
    with django_capture_on_commit_callbacks():
        law.delete()
    assert SearchDocument.objects.get().deleted
    outbox.flush()
    assert (SearchDocument.objects.count(), current_engine().count()) == (0, 0)


def test_record_changed_while_it_is_flushed_stays_pending(monkeypatch):
    law = LawFactory(short_title="公园管理法")
    engine = current_engine()
    write = type(engine).write

    def write_and_change(self, entries):
        write(self, entries)
        if law.short_title == "公园管理法":
            law.title = law.short_title = "绿地养护法"
            law.save()

    monkeypatch.setattr(type(engine), "write", write_and_change)
    assert outbox.flush() == 2
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
        law = LawFactory()
    assert Law.objects.get() == law
    assert "NotADirectoryError" in caplog.text
    assert pending_count() == 1


@pytest.mark.parametrize("page", [-5, 0, 1, 10**9])
def test_any_page_number_is_answered(page):
    LawFactory(short_title="公园管理法")
    outbox.flush()
    response = search(SearchRequest("公园", filters={"kind": KINDS}, page=page, page_size=10))
    assert (response.total, 1 <= response.page <= MAX_DEPTH // 10) == (1, True)


def test_search_takes_one_query(django_assert_num_queries):
    LawFactory.create_batch(5)
    outbox.flush()
    with django_assert_num_queries(1):
        assert len(titles("示范")) == 5
