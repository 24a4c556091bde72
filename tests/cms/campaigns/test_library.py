"""What a live page shows of the library stays as reviewed; what is in use is not deleted."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from wagtail.models import ReferenceIndex

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from media.models import LibraryDocument, LibraryImage
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory
from tests.media.factories import LibraryImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document():
    return LibraryDocument.objects.create(title="养犬规定", file=ContentFile("旧文".encode(), "规定.txt"))


def show(item, live=True):
    """A page with the item on it."""
    fields = (
        {"picture": item}
        if isinstance(item, LibraryImage)
        else {"body": [("paragraph", f'<p><a linktype="document" id="{item.pk}">规定</a></p>')]}
    )
    page = ArticlePageFactory(title="养犬须知", live=live, **fields)
    ReferenceIndex.create_or_update_for_object(page)
    return page


def replace(client, document, **more):
    fields = {
        "title": document.title,
        "tags": "",
        "source": "",
        "file": ContentFile("新文".encode(), "规定.txt"),
        **more,
    }
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), fields)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.OFFICE, Role.ADMINISTRATOR])
def test_file_of_a_live_page_is_not_replaced_by_anybody(client, document, role):
    show(document)
    client.force_login(UserFactory(roles=[role]))
    response = replace(client, document)
    assert response.status_code == 200
    assert "请另传一份新的" in response.content.decode()
    assert "养犬须知" in response.content.decode()
    document.refresh_from_db()
    assert document.file.read().decode() == "旧文"
    document.file.close()


def test_file_that_no_live_page_shows_is_replaced(client, document):
    show(document, live=False)
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    assert replace(client, document).status_code == 302
    document.refresh_from_db()
    assert document.file.read().decode() == "新文"
    document.file.close()


@pytest.mark.parametrize(("field", "value"), [("alt_text", "别的话"), ("source", "别处")])
def test_words_about_a_shown_picture_are_not_changed_whoever_saves(field, value):
    picture = LibraryImageFactory()
    show(picture)
    setattr(picture, field, value)
    with pytest.raises(RuleBroken, match="养犬须知"):
        picture.save()


def test_what_readers_do_not_see_is_changed_freely():
    picture = LibraryImageFactory()
    show(picture)
    picture.focal_point_x = 3
    picture.save()


@pytest.mark.parametrize("live", [True, False])
def test_document_in_use_is_not_deleted(document, live):
    show(document, live=live)
    with pytest.raises(RuleBroken, match="请先从那里撤去"), transaction.atomic():
        document.delete()
    assert LibraryDocument.objects.filter(pk=document.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_deleting_what_is_in_use_is_answered_on_the_page(client, document):
    show(document)
    client.force_login(UserFactory(is_superuser=True))
    address = reverse("wagtaildocs:delete", args=[document.pk])
    response = client.post(address, headers={"referer": f"http://testserver{address}"})
    assert (response.status_code, response["Location"]) == (302, address)
    assert "请先从那里撤去" in "".join(str(message) for message in response.wsgi_request._messages)


def test_document_no_longer_in_use_is_deleted(document):
    page = show(document)
    page.delete()
    document.delete()
    assert not LibraryDocument.objects.exists()


@pytest.mark.parametrize("kind", ["deleted document", "deleted page", "withdrawn page"])
def test_link_to_what_is_gone_is_plain_words(client, document, kind):
    if kind == "deleted document":
        link = '<a linktype="document" id="99999">去处</a>'
    elif kind == "deleted page":
        link = '<a linktype="page" id="99999">去处</a>'
    else:
        link = f'<a linktype="page" id="{ArticlePageFactory(live=False).pk}">去处</a>'
    page = ArticlePageFactory(body=[("paragraph", f"<p>{link}</p>")])
    assert "<a>去处</a>" in client.get(page.url).content.decode()
