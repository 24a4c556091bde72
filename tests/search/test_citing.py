"""A cited article is given to those who may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import outbox, service
from search.citing import cited_documents
from search.documents import EDITORIAL, PUBLIC, Document
from search.models import SearchDocument
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("held", "asked", "found"),
    [
        (PUBLIC, (PUBLIC,), True),
        (EDITORIAL, (PUBLIC,), False),
        (EDITORIAL, (PUBLIC, EDITORIAL), True),
        (PUBLIC, (EDITORIAL,), False),
        (PUBLIC, (), False),
    ],
)
def test_cited_article_is_found_by_those_who_may_see_it(held, asked, found):
    ArticleFactory(version__law__short_title="公园法", number=12, label="第十二条")
    SearchDocument.objects.filter(kind="article").update(visibility=held)
    assert [row.article for row in cited_documents("公园法第十二条", asked)] == (["12"] if found else [])
    SearchDocument.objects.filter(kind="article").update(deleted=True)
    assert cited_documents("公园法第十二条", asked) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what SQLite chooses without counting rows")
def test_what_is_shown_is_read_by_its_own_index_and_not_through_every_public_row(empty_index):
    outbox.write([Document("a", "article", "甲乙法第三条", "系绳。", "/a/", law="甲乙法", article="3")])
    outbox.write([Document("b", "law", "甲乙法", "", "/b/", law="甲乙法")])
    service.flush()
    with CaptureQueriesContext(connection) as asked:
        response = service.search(service.SearchRequest("甲乙法第三条"))
    assert [hit.key for hit in (*response.direct, *response.hits[:1])] == ["a", "a"]
    with connection.cursor() as cursor:
        plans = [
            cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}").fetchall()[0][3]
            for one in asked
            if '"body"' in one["sql"]
        ]
    assert [plan.partition(" USING INDEX ")[2].split()[0] for plan in plans] == [
        "document_cited",
        "sqlite_autoindex_search_searchdocument_1",
    ]
