from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.statutes.enums import LawLevel
from cms.statutes.services import make_findable
from search.models import SearchDocument
from search.service import reindex
from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def facets_of(kind: str) -> dict:
    return SearchDocument.objects.get(kind=kind, deleted=False).facets


@pytest.mark.parametrize(
    ("law", "version", "in_force"),
    [
        ({}, {}, "现行有效"),
        ({}, {"effective_on": date(2999, 1, 1)}, "尚未施行"),
        ({"repealed_on": date(2020, 1, 1)}, {}, "已废止"),
    ],
)
def test_law_and_articles_tell_their_level_and_whether_they_are_in_force(law, version, in_force):
    article = ArticleFactory(
        version=LawVersionFactory(law=LawFactory(level=LawLevel.LOCAL, **law), **version)
    )
    make_findable(article.version.law)
    assert facets_of("law") == {"level": ["地方性法规"], "in_force": [in_force]}
    assert facets_of("article") == {**facets_of("law"), "section": []}


def test_law_without_text_has_no_claim_to_be_in_force():
    LawFactory(level=LawLevel.LAW)
    assert facets_of("law") == {"level": ["法律"], "in_force": []}


def test_articles_are_written_without_a_query_for_each(django_assert_max_num_queries):
    version = LawVersionFactory(effective_on=TODAY() - timedelta(days=1))
    ArticleFactory.create_batch(30, version=version)
    with django_assert_max_num_queries(8):
        reindex(version.articles.select_related("version__law"))
