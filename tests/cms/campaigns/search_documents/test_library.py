"""Documents of the library are found by their text while a public page offers them."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.signals import page_published

from cms.campaigns.models import ArticlePage
from media.models import DocumentText
from search.delivery import flush
from search.models import SearchDocument
from search.service import SearchRequest, search
from tests.cms.campaigns.factories import ArticlePageFactory, published
from tests.media.documents import docx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_places(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def put(django_capture_on_commit_callbacks):
    def upload(*paragraphs, name="规定.docx", **values):
        with django_capture_on_commit_callbacks(execute=True):
            return get_document_model().objects.create(
                title="养犬规定", file=ContentFile(docx(*paragraphs), name=name), **values
            )

    return upload


@pytest.fixture
def offer(django_capture_on_commit_callbacks):
    """A page that offers the documents for download."""

    def publish(*documents, live=True):
        with django_capture_on_commit_callbacks(execute=True):
            page = ArticlePageFactory(live=False, body=[("downloads", list(documents))])
            if live:
                # Not through the gate: what it would refuse by now may stand there from before.
                ArticlePage.objects.filter(pk=page.pk).update(live=True)
                page.refresh_from_db()
                page_published.send(type(page), instance=page, revision=None)
        return page

    return publish


def republish(page, capture):
    with capture(execute=True):
        published(page)


def found(text) -> list[str]:
    flush()
    return [hit.title for hit in search(SearchRequest(text, filters={"kind": ("document",)})).hits]


def test_offered_document_is_found_by_its_text(put, offer):
    document = put("犬只应当束牵引带。")
    assert found("牵引带") == []
    offer(document)
    assert found("牵引带") == ["养犬规定"]


def test_document_of_a_draft_stays_hidden(put, offer):
    offer(put("犬只应当束牵引带。"), live=False)
    assert found("牵引带") == []


def test_document_goes_with_its_page(put, offer, django_capture_on_commit_callbacks):
    page = offer(put("犬只应当束牵引带。"))
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert found("牵引带") == []


def test_document_no_longer_offered_is_found_no_more(put, offer, django_capture_on_commit_callbacks):
    page = offer(put("犬只应当束牵引带。"))
    page.body = []
    republish(page, django_capture_on_commit_callbacks)
    assert found("牵引带") == []


def test_document_behind_a_password_stays_hidden(put, offer):
    closed = Collection.get_first_root_node().add_child(instance=Collection(name="内部"))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    offer(put("犬只应当束牵引带。", collection=closed))
    assert found("牵引带") == []


def test_personal_numbers_of_a_document_never_enter_the_search(put, offer):
    offer(put("联系人手机19900001234，身份证310107199001019001。"))
    body = SearchDocument.objects.get(kind="document").body
    assert ("联系人" in body, any(char.isdigit() for char in body)) == (True, False)


def test_unreadable_document_is_found_by_its_title_and_says_why(put, offer):
    document = put(name="规定.docx")
    DocumentText.objects.filter(document=document).update(text="", problem="文件损坏")
    offer(document)
    assert found("养犬规定") == ["养犬规定"]


def test_same_file_is_read_once(put, monkeypatch):
    document = put("犬只应当束牵引带。")
    read = DocumentText.objects.get(document=document)
    from media import services

    monkeypatch.setattr(services, "extract_text", lambda path: pytest.fail("read again"))
    services.read_document(document)
    assert DocumentText.objects.get(document=document).read_at == read.read_at
