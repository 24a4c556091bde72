"""Editors find Chinese inside sentences, with Wagtail's own semantics."""

import io

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db.models.functions import Length
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText

from cms.accounts.enums import Role
from cms.campaigns.models import ArticlePage, HomePage, NoticePage
from cms.campaigns.models.publicity import founding
from search.documents import EDITORIAL
from search.engines import current_engine, failover
from search.models import SearchDocument
from search.service import SearchRequest, rebuild_index, search
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request, settings, tmp_path):
    """Every test runs on both engines."""
    settings.SEARCH_ENGINE = request.param
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    cache.clear()
    if request.param == "elasticsearch":
        connection = request.getfixturevalue("connection")
        settings.ELASTICSEARCH = {"urls": connection.urls, "prefix": connection.prefix}
    yield current_engine()
    assert failover.trouble() == ""


@pytest.fixture(autouse=True)
def empty_index(db, engine):
    SearchDocument.objects.all().delete()
    rebuild_index()


@pytest.fixture
def write(django_capture_on_commit_callbacks):
    """Adds pages below the home page, found as soon as they are saved."""

    def add(title, model=ArticlePage, **values):
        with django_capture_on_commit_callbacks(execute=True), founding():
            return HomePage.objects.get().add_child(instance=model(title=title, **values))

    return add


def titles(query, queryset=None, **options):
    pages = Page.objects.all() if queryset is None else queryset
    return [page.title for page in get_search_backend().search(query, pages, **options)]


def test_words_inside_a_chinese_sentence_are_found(write):
    write("关于开展国家宪法日活动的通知")
    write("宪章与法治")
    assert titles("宪法") == ["关于开展国家宪法日活动的通知"]


def test_every_term_must_stand_in_the_page(write):
    write("宪法讲座通知")
    write("宪法展览简报")
    assert titles("宪法 通知") == ["宪法讲座通知"]
    assert set(titles("通知 简报", operator="or")) == {"宪法讲座通知", "宪法展览简报"}


def test_traditional_spelling_is_found(write):
    write("劳动合同怎么签")
    assert titles("勞動合同") == ["劳动合同怎么签"]


def test_renamed_page_is_found_by_its_new_name_only(write, django_capture_on_commit_callbacks):
    page = write("公园管理")
    page.title = "绿地养护"
    page.draft_title = page.title
    page.slug = "绿地养护"
    with django_capture_on_commit_callbacks(execute=True), founding():
        page.save()
    assert (titles("公园管理"), titles("绿地养护")) == ([], ["绿地养护"])


def test_deleted_page_is_found_no_more(write, django_capture_on_commit_callbacks):
    page = write("公园管理")
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert titles("公园") == []


def test_filters_and_order_of_the_queryset_hold(write):
    write("公告一", NoticePage, live=False)
    write("公告二", NoticePage)
    write("公告三", ArticlePage)
    assert titles("公告", NoticePage.objects.live()) == ["公告二"]
    by_title = titles("公告", Page.objects.order_by("title"), order_by_relevance=False)
    assert by_title == sorted(["公告一", "公告二", "公告三"])


def test_what_is_computed_filters_and_orders_too(write):
    write("宪法一")
    write("宪法之二")
    pages = Page.objects.annotate(size=Length("title"))
    assert titles("宪法", pages.filter(size__gt=3)) == ["宪法之二"]
    assert titles("宪法", pages.order_by("-size"), order_by_relevance=False) == ["宪法之二", "宪法一"]


def test_queries_combine(write):
    write("宪法讲座")
    write("宪法展览")
    assert titles(And([PlainText("宪法"), Not(PlainText("展览"))])) == ["宪法讲座"]
    assert set(titles(Or([Phrase("讲座"), Boost(PlainText("展览"), 2)]))) == {"宪法讲座", "宪法展览"}
    assert "宪法讲座" in titles(MATCH_ALL)


def test_results_are_counted_sliced_and_autocompleted(write):
    for number in range(5):
        write(f"公告第{number}号 notice{number}")
    backend = get_search_backend()
    results = backend.search("公告", Page)
    assert (results.count(), len(results[1:3])) == (5, 2)
    assert backend.autocomplete("noti", Page.objects.all()).count() == 5
    assert backend.search("noti", Page).count() == 0


def test_page_and_its_count_ask_the_engine_once(write, engine, monkeypatch):
    for number in range(3):
        write(f"公告第{number}号")
    asked, match = [], type(engine).match
    monkeypatch.setattr(
        type(engine), "match", lambda self, *a, **options: asked.append(a) or match(self, *a, **options)
    )
    results = get_search_backend().search("公告", Page)
    assert (results.count(), len(results[:2]), len(results[2:])) == (3, 2, 1)
    assert len(asked) == 1


@pytest.mark.parametrize("query", ["[", "*", "“", "\ud800", "   ", "宪" * 5000])
def test_any_query_is_answered(write, query):
    write("宪法讲座")
    assert titles(query) == []


def test_update_index_finds_what_was_there_before(write):
    write("宪法讲座")
    SearchDocument.objects.all().delete()
    rebuild_index()
    assert titles("讲座") == []
    call_command("update_index", verbosity=0)
    rebuild_index()
    assert titles("讲座") == ["宪法讲座"]


def test_update_index_forgets_what_is_gone(write):
    page = write("宪法讲座")
    ArticlePage.objects.filter(pk=page.pk)._raw_delete("default")
    Page.objects.filter(pk=page.pk)._raw_delete("default")
    call_command("update_index", verbosity=0)
    editorial = SearchDocument.objects.filter(visibility=EDITORIAL, deleted=False)
    assert not editorial.filter(title="宪法讲座").exists()


def test_admin_lists_of_pages_and_pictures_find_chinese(client, write, django_capture_on_commit_callbacks):
    write("关于开展国家宪法日活动的通知")
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "PNG")
    with django_capture_on_commit_callbacks(execute=True):
        get_image_model().objects.create(title="枕河步道晨读", file=ImageFile(file, name="a.png"))
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    pages = client.get(reverse("wagtailadmin_pages:search"), {"q": "宪法日"}).content.decode()
    pictures = client.get(reverse("wagtailimages:index"), {"q": "步道"}).content.decode()
    nothing = client.get(reverse("wagtailimages:index"), {"q": "灯塔"}).content.decode()
    assert "关于开展国家宪法日活动的通知" in pages
    assert "枕河步道晨读" in pictures
    assert "枕河步道晨读" not in nothing


def test_editorial_documents_stay_out_of_the_public_search(write):
    write("未发布的宪法草稿", live=False)
    assert search(SearchRequest("宪法草稿")).total == 0
