"""The library's files go to whoever may read a page that offers them; none lies under a public address."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import get_resolver
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction
from wagtail.users.models import UserProfile

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, TopicPageFactory
from tests.media.factories import LibraryImageFactory

pytestmark = pytest.mark.django_db
LOGIN, GROUPS, PASSWORD = "login", "groups", "password"


@pytest.fixture(autouse=True)
def own_places(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "library"
    # The framework keeps renditions there by the number of their image.
    cache.clear()


@pytest.fixture
def document():
    return get_document_model().objects.create(
        title="养犬规定", file=ContentFile("犬只应当束牵引带。".encode(), name="养犬规定.txt")
    )


@pytest.fixture
def page(document):
    """A public page that offers the document, below a column."""
    return ArticlePageFactory(parent=TopicPageFactory(), body=[("downloads", [document])])


@pytest.fixture
def rendition():
    return LibraryImageFactory().get_rendition("width-120")


def shown(rendition):
    return ArticlePageFactory(parent=TopicPageFactory(), picture=rendition.image)


def restrict(page, kind=LOGIN, **values):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **values)


def close(collection, kind=LOGIN):
    return CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)


def folder(parent=None) -> Collection:
    return (parent or Collection.get_first_root_node()).add_child(instance=Collection(name="内部"))


def get(client, address):
    """The answer with what it streamed as its `body`."""
    answer = client.get(address)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def status(client, address) -> int:
    return get(client, address).status_code


def test_document_of_a_public_page_is_served_as_a_download(client, document, page):
    answer = get(client, document.url)
    assert (answer.status_code, answer.body) == (200, "犬只应当束牵引带。".encode())
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Cache-Control"] == "private, max-age=3600"


def test_document_no_page_offers_is_served_to_nobody_outside(client, document):
    assert status(client, document.url) == 404


@pytest.mark.parametrize("role", list(Role))
def test_document_no_page_offers_is_served_to_those_who_work_with_the_library(client, document, role):
    client.force_login(UserFactory(roles=[role]))
    at_work = role in (Role.ADMINISTRATOR, Role.OFFICE, Role.EDITOR, Role.REVIEWER)
    answer = get(client, document.url)
    assert answer.status_code == (200 if at_work else 404)
    assert not at_work or "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("state", ["draft", "withdrawn", "deleted"])
def test_document_goes_with_its_page(client, document, page, state):
    if state == "draft":
        page.live = False
        page.save()
    elif state == "withdrawn":
        page.unpublish()
    else:
        page.delete()
    assert status(client, document.url) == 404


@pytest.mark.parametrize("kind", [LOGIN, GROUPS, PASSWORD])
@pytest.mark.parametrize("place", ["page", "above"])
def test_restricting_a_page_takes_its_documents_away_and_opening_gives_them_back(
    client, document, page, kind, place
):
    restriction = restrict(page if place == "page" else page.get_parent(), kind)
    assert status(client, document.url) == 404
    restriction.delete()
    assert status(client, document.url) == 200


def test_document_stays_while_another_public_page_offers_it(client, document, page):
    ArticlePageFactory(body=[("downloads", [document])])
    restrict(page)
    assert status(client, document.url) == 200


def test_reader_of_a_restricted_page_gets_its_document(client, document, page):
    group = Group.objects.create(name="联络员")
    restrict(page, GROUPS).groups.add(group)
    reader = UserFactory(roles=[])
    client.force_login(reader)
    assert status(client, document.url) == 404
    reader.groups.add(group)
    answer = get(client, document.url)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


@pytest.mark.parametrize("depth", [0, 1])
def test_document_of_a_closed_collection_asks_who_comes(client, document, page, depth):
    closed = folder()
    close(closed)
    document.collection = folder(closed) if depth else closed
    document.save()
    assert get(client, document.url).headers["Location"].startswith("/signin/")
    client.force_login(UserFactory(roles=[]))
    answer = get(client, document.url)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


def test_who_is_signed_in_and_not_in_the_group_is_refused_and_not_sent_in_circles(client, document, page):
    closed = folder()
    close(closed, GROUPS).groups.add(Group.objects.create(name="联络员"))
    document.collection = closed
    document.save()
    restrict(page.get_parent(), GROUPS)
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    assert (status(client, document.url), status(client, page.url)) == (403, 403)


@pytest.mark.parametrize("name", ["documents/养犬规定.txt", "../zhifa.sqlite3", "", "original_images/x.jpg"])
def test_no_file_of_the_library_has_an_address_of_its_own(client, document, page, name):
    client.force_login(UserFactory(roles=[Role.OFFICE], is_superuser=True))
    assert status(client, f"/media/{name}") == 404


def test_original_picture_is_given_to_nobody(client, rendition):
    shown(rendition)
    assert (status(client, rendition.url), status(client, rendition.image.file.url)) == (200, 404)


def test_picture_of_a_public_page_is_shown_as_the_picture_it_is(client, rendition):
    shown(rendition)
    answer = get(client, rendition.url)
    assert answer.body[:3] == b"\xff\xd8\xff"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, max-age=3600")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("place", ["page", "above", "collection", "unused"])
def test_picture_that_the_public_may_not_see(client, rendition, place):
    if place != "unused":
        page = shown(rendition)
    if place == "collection":
        rendition.image.collection = folder()
        rendition.image.save()
        close(rendition.image.collection)
    elif place != "unused":
        restrict(page if place == "page" else page.get_parent())
    assert status(client, rendition.url) == 404
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    answer = get(client, rendition.url)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


def test_portraits_of_colleagues_are_for_colleagues(client, settings):
    name = UserProfile.objects.create(
        user=UserFactory(), avatar=ContentFile(b"\x89PNG", name="a.png")
    ).avatar.name
    (settings.MEDIA_ROOT / "documents").mkdir()
    (settings.MEDIA_ROOT / "documents" / "a.png").write_bytes(b"")
    assert status(client, f"/media/{name}") == 404
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    assert status(client, f"/media/{name}") == 404
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    assert get(client, f"/media/{name}")["Content-Type"] == "image/png"
    assert status(client, "/media/avatar_images/../documents/a.png") == 404
    assert status(client, "/media/avatar_images/none.png") == 404


@pytest.mark.parametrize("number", ["0", "9" * 30, "１", "-1", "1%00"])
def test_document_numbers_that_are_none(client, document, page, number):
    assert status(client, f"/documents/{number}/养犬规定.txt") == 404


def test_document_under_another_name_is_not_found(client, document, page):
    assert status(client, f"/documents/{document.pk}/别的.txt") == 404


def test_only_views_that_ask_stand_under_the_addresses_of_files():
    flat = [
        pattern
        for group in get_resolver().url_patterns
        for pattern in (getattr(group, "url_patterns", None) or [group])
    ]
    views = {str(pattern.pattern): pattern.callback.__module__ for pattern in flat if pattern.callback}
    assert {route: view for route, view in views.items() if route.startswith(("documents/", "media/"))} == {
        "documents/<int:document_id>/<path:document_filename>": "sites.public.views.files",
        "documents/authenticate_with_password/<int:restriction_id>/": "sites.portal.views.session",
        "media/<path:name>": "sites.public.views.files",
    }
