"""A cited article is given to those who may see it."""

import pytest

from search.citing import cited_documents
from search.documents import EDITORIAL, PUBLIC
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
