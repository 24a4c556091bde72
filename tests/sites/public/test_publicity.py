"""What is restricted leaves every list at once, with all below it and its files, and comes back with it."""

import json

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.accounts.enums import Role
from cms.duties.enums import ActivityState
from search import vocabulary
from search.delivery import flush
from search.models import SearchDocument
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory, TopicPageFactory, published
from tests.cms.duties.factories import ActivityFactory
from tests.cms.events.factories import EventFactory
from tests.cms.statutes.factories import ArticleFactory
from tests.media.documents import docx

pytestmark = pytest.mark.django_db
TITLE, FILE = "青桥养犬宣传周", "养犬须知"
KINDS = ["login", "groups", "password"]
LISTS = {
    "results": "/search/?q=养犬宣传周",
    "interface": "/api/search/?q=养犬宣传周",
    "feed": "/search/feed/?q=养犬宣传周",
    "suggestions": "/api/suggest/?q=青桥养犬",
    "sitemap": "/sitemap-pages.xml",
    "site map": "/site-map/",
    "home": "/",
    "column": "column",
    "law": "/laws/养犬条例/",
    "event": "event",
    "activity": "activity",
}


@pytest.fixture(autouse=True)
def own_places(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.MEDIA_ROOT = tmp_path / "library"
    cache.clear()
    vocabulary.forget()
    yield
    vocabulary.forget()


@pytest.fixture
def document(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return get_document_model().objects.create(
            title=FILE, file=ContentFile(docx("犬只应当束牵引带。"), name="须知.docx")
        )


@pytest.fixture
def column():
    return TopicPageFactory(title="专栏", show_in_menus=True)


@pytest.fixture
def campaign(column, document, django_capture_on_commit_callbacks):
    """A campaign that every list names, with a file."""
    law = ArticleFactory(version__law__short_title="养犬条例").version.law
    with django_capture_on_commit_callbacks(execute=True):
        made = CampaignPageFactory(
            parent=column, title=TITLE, slug="yangquan", body=[("downloads", [document])], laws=[law]
        )
        published(made)
    EventFactory(campaign=made)
    ActivityFactory(campaign=made, state=ActivityState.PUBLISHED)
    return made


def seen(client, campaign, where: str) -> bool:
    if where in ("results", "interface", "feed"):
        flush()
    address = {
        "column": campaign.get_parent().url,
        "event": reverse("public:event", args=[campaign.events.get().pk]),
        "activity": reverse("public:activity", args=[campaign.activities.get().pk]),
    }.get(where, LISTS[where])
    answer = client.get(address)
    text = answer.content.decode()
    if answer["Content-Type"].startswith("application/json"):
        text = json.dumps(answer.json(), ensure_ascii=False)
    return answer.status_code == 200 and (TITLE in text.replace("<mark>", "").replace("</mark>", "")
                                          or "yangquan" in text)  # fmt: skip


def held(kind: str) -> list[str]:
    return list(SearchDocument.objects.filter(kind=kind, deleted=False).values_list("title", flat=True))


def restrict(page, kind="login"):
    return PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type=kind)


def folder(parent=None) -> Collection:
    return (parent or Collection.get_first_root_node()).add_child(instance=Collection(name="内部"))


def close(collection, kind="login"):
    return CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)


@pytest.mark.parametrize("place", ["page", "column"])
def test_restricted_page_is_in_no_list(client, campaign, place):
    assert {where: seen(client, campaign, where) for where in LISTS} == dict.fromkeys(LISTS, True)
    restriction = restrict(campaign if place == "page" else campaign.get_parent())
    assert {where: seen(client, campaign, where) for where in LISTS} == dict.fromkeys(LISTS, False)
    restriction.delete()
    assert {where: seen(client, campaign, where) for where in LISTS} == dict.fromkeys(LISTS, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["page", "column"])
def test_search_forgets_page_and_file_in_the_same_transaction(campaign, kind, place):
    with transaction.atomic():
        restriction = restrict(campaign if place == "page" else campaign.get_parent(), kind)
        assert (held("campaign"), held("document")) == ([], [])
    with transaction.atomic():
        restriction.delete()
        assert (held("campaign"), held("document")) == ([TITLE], [FILE])


def test_search_forgets_with_a_transaction_that_fails(campaign):
    with transaction.atomic():
        restrict(campaign)
        transaction.set_rollback(True)
    assert (held("campaign"), held("document")) == ([TITLE], [FILE])


def test_restriction_moved_to_another_page_opens_the_first(campaign):
    other = ArticlePageFactory(title="另一篇")
    restriction = restrict(campaign)
    restriction.page = Page.objects.get(pk=other.pk)
    restriction.save()
    assert (held("campaign"), held("document"), "另一篇" in held("page")) == ([TITLE], [FILE], False)


def test_one_of_two_restrictions_is_enough(campaign):
    inner, outer = restrict(campaign), restrict(campaign.get_parent())
    outer.delete()
    assert held("campaign") == []
    inner.delete()
    assert held("campaign") == [TITLE]


def test_page_moved_below_a_restricted_one_and_back(campaign):
    closed, home = TopicPageFactory(title="内部栏目"), campaign.get_parent()
    restrict(closed)
    campaign.move(closed, pos="last-child")
    assert (held("campaign"), held("document")) == ([], [])
    campaign.refresh_from_db()
    campaign.move(Page.objects.get(pk=home.pk), pos="last-child")
    assert (held("campaign"), held("document")) == ([TITLE], [FILE])


@pytest.mark.parametrize("end", ["unpublish", "delete"])
def test_file_goes_with_the_page(campaign, end):
    getattr(campaign, end)()
    assert (held("campaign"), held("document")) == ([], [])


def test_file_goes_with_the_column_that_is_deleted(campaign):
    campaign.get_parent().delete()
    assert (held("campaign"), held("document")) == ([], [])


def test_file_stays_while_another_page_offers_it(campaign, document):
    ArticlePageFactory(body=[("downloads", [document])])
    restrict(campaign)
    assert held("document") == [FILE]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["collection", "above"])
def test_closing_a_collection_takes_its_documents_out(campaign, document, kind, place):
    outer = folder()
    document.collection = folder(outer)
    document.save()
    with transaction.atomic():
        restriction = close(document.collection if place == "collection" else outer, kind)
        assert held("document") == []
    restriction.delete()
    assert held("document") == [FILE]


def test_collection_whose_name_only_begins_alike_stays_open(campaign, document):
    close(folder())
    document.collection = folder()
    document.save()
    assert held("document") == [FILE]


def test_document_saved_into_a_closed_collection(campaign, document):
    closed = folder()
    close(closed)
    document.collection = closed
    document.save()
    assert held("document") == []
    document.collection = Collection.get_first_root_node()
    document.save()
    assert held("document") == [FILE]


def test_document_put_into_a_closed_collection_with_others(client, campaign, document):
    closed = folder()
    close(closed)
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=True))
    for target, expected in ((closed, []), (Collection.get_first_root_node(), [FILE])):
        address = reverse("wagtail_bulk_action", args=["media", "librarydocument", "add_to_collection"])
        answer = client.post(f"{address}?id={document.pk}", {"collection": target.pk})
        assert (answer.status_code, held("document")) == (302, expected)


def test_collection_moved_into_a_closed_one(client, campaign, document, django_capture_on_commit_callbacks):
    closed, inner = folder(), folder()
    close(closed)
    document.collection = inner
    document.save()
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=True))
    address = reverse("wagtailadmin_collections:edit", args=[inner.pk])
    for target, expected in ((closed, []), (Collection.get_first_root_node(), [FILE])):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(address, {"name": "内部", "parent": target.pk})
        assert (answer.status_code, held("document")) == (302, expected)


def test_restricting_in_the_admin_is_the_same(client, campaign):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR], is_superuser=True))
    address = reverse("wagtailadmin_pages:set_privacy", args=[campaign.pk])
    for kind, expected in (("login", ([], [])), ("none", ([TITLE], [FILE]))):
        client.post(address, {"restriction_type": kind, "password": ""})
        assert (held("campaign"), held("document")) == expected


def test_documents_of_other_pages_are_not_written_anew(campaign):
    ArticlePageFactory(title="无关的文章")
    written = SearchDocument.objects.filter(title="无关的文章").order_by("key")
    before = list(written.values_list("key", "version"))
    restrict(campaign)
    assert list(written.values_list("key", "version")) == before
