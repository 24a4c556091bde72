"""What a document says is published with the page that offers it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.models import ReferenceIndex

from cms.core.errors import RuleBroken
from media.models import LibraryDocument
from media.services import read_document
from tests.cms.campaigns.factories import ArticlePageFactory
from tests.media import documents

pytestmark = pytest.mark.django_db
NUMBER = "13800138000"
_W = f'xmlns:w="{documents.WORD}"'
COMMENT = f"<w:comments {_W}><w:comment><w:p><w:t>{NUMBER}</w:t></w:p></w:comment></w:comments>"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def document(*lines, name="名单.docx", data=None, **parts) -> LibraryDocument:
    made = LibraryDocument(title="名单", file=ContentFile(data or documents.docx(*lines, **parts), name=name))
    made.save()
    read_document(made)
    return made


def offering(made: LibraryDocument):
    page = ArticlePageFactory(live=False)
    page.body = [("downloads", [made])]
    return page


def test_page_that_offers_a_clean_document_may_be_published():
    assert offering(document("普法工作名单")).publishing_problems() == []


@pytest.mark.parametrize("parts", [{}, {"word/comments.xml": COMMENT}], ids=["words", "comments"])
def test_page_that_offers_a_number_is_not_published(parts):
    made = document("普法" if parts else f"联系 {NUMBER}", **parts)
    (problem,) = offering(made).publishing_problems()
    assert "《名单》" in problem
    assert "手机号 138****8000" in problem


def test_link_in_a_paragraph_offers_a_document_too():
    page = ArticlePageFactory(live=False)
    made = document(NUMBER)
    page.body = [("paragraph", f'<p><a linktype="document" id="{made.pk}">名单</a></p>')]
    page.body = page.body.stream_block.to_python(page.body.get_prep_value())
    assert ["138****8000" in problem for problem in page.publishing_problems()] == [True]


def test_document_not_yet_read_is_waited_for():
    made = document("普法")
    made.extracted.delete()
    made = LibraryDocument.objects.get(pk=made.pk)
    (problem,) = offering(made).publishing_problems()
    assert "还没有读完" in problem


def test_document_that_cannot_be_read_is_not_offered():
    (problem,) = offering(document(data=b"%PDF-1.7 nothing", name="a.pdf")).publishing_problems()
    assert "读不出来" in problem


def test_file_of_a_document_that_is_offered_is_read_before_it_is_replaced():
    made = document("普法")
    page = ArticlePageFactory(body=[("downloads", [made])])
    ReferenceIndex.create_or_update_for_object(page)
    made.file = ContentFile(documents.docx(f"联系 {NUMBER}"), name="名单.docx")
    with pytest.raises(ValidationError, match=r"138\*\*\*\*8000"):
        made.full_clean()
    with pytest.raises(ValidationError, match=r"138\*\*\*\*8000"):
        made.save()
    made.file = ContentFile(documents.docx("换了一版"), name="名单.docx")
    with pytest.raises(RuleBroken, match="另传一份新的"):
        made.save()


def test_file_that_nobody_is_offered_may_wait_in_the_library():
    made = document(f"联系 {NUMBER}")
    made.file = ContentFile(documents.docx(f"也联系 {NUMBER}"), name="名单.docx")
    made.save()


def test_name_of_a_file_and_its_title_are_public_too():
    for title, name in ((NUMBER, "a.csv"), ("名单", f"{NUMBER}.csv")):
        with pytest.raises(RuleBroken):
            LibraryDocument(title=title, file=ContentFile(b"a,b", name=name)).save()
