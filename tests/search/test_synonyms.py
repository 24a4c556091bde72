import pytest
from django.core.exceptions import ValidationError

from search import synonyms
from search.delivery import flush
from search.models import Synonym
from search.service import SearchRequest, search
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path, no_plain_speech):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


def titles(text):
    return [hit.title for hit in search(SearchRequest(text, filters={"kind": ("article",)})).hits]


def test_project_ships_the_list_and_leaves_the_offices_rows_alone():
    assert synonyms.load_shipped() >= 300
    row = Synonym.objects.get(term="老赖", meaning="失信被执行人")
    row.active = False
    row.save()
    assert synonyms.load_shipped() == 0
    assert not Synonym.objects.get(pk=row.pk).active


def test_shipped_list_says_each_pair_once_and_no_pair_is_empty():
    rows = synonyms.shipped_rows()
    pairs = [(row.term, row.meaning) for row in rows]
    assert len(pairs) == len(set(pairs))
    for row in rows:
        row.clean_fields()
        assert row.term != row.meaning
    assert len({row.term for row in rows}) >= 300


def test_new_row_is_effective_at_once_and_without_a_rebuild():
    article = ArticleFactory(text="失信被执行人不得乘坐飞机。")
    flush()
    assert titles("老赖") == []
    row = Synonym.objects.create(term="老赖", meaning="失信被执行人")
    assert titles("老赖") == [str(article)]
    row.active = False
    row.save()
    assert titles("老赖") == []
    row.active = True
    row.save()
    row.delete()
    assert titles("老赖") == []


def test_both_ways_finds_plain_speech_by_the_legal_term():
    article = ArticleFactory(text="老赖要上名单。")
    flush()
    row = Synonym.objects.create(term="老赖", meaning="失信被执行人")
    assert titles("失信被执行人") == []
    row.both_ways = True
    row.save()
    assert titles("失信被执行人") == [str(article)]


@pytest.mark.parametrize(
    ("term", "meaning", "reason"), [("老赖", "失信", "已经在表里"), ("失信", "失信", "不必收录")]
)
def test_pair_that_says_nothing_new_is_refused(term, meaning, reason):
    Synonym.objects.create(term="老赖", meaning="失信")
    with pytest.raises(ValidationError, match=reason):
        Synonym(term=term, meaning=meaning).full_clean()


def test_a_meaning_is_met_by_all_of_its_words():
    ArticleFactory(text="执行公务时应当着装。")
    article = ArticleFactory(text="失信被执行人不得乘坐飞机。")
    flush()
    Synonym.objects.create(term="老赖", meaning="失信被执行人")
    assert titles("老赖") == [str(article)]


def test_headings_above_an_article_help_to_find_it():
    other = ArticleFactory(text="可以请求人民法院予以撤销。", path=["第三章 合同的履行"])
    meant = ArticleFactory(text="可以请求人民法院予以撤销。", path=["第二章 结婚"])
    flush()
    assert titles("结婚撤销") == [str(meant), str(other)]
