"""Pages for everybody are made once; what is published or withdrawn shows at once; nobody's own is kept."""

import gzip

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.accounts.enums import Role
from cms.events.enums import EventState
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory, TopicPageFactory
from tests.cms.events.factories import EventFactory
from tests.cms.statutes.factories import ArticleFactory

pytestmark = pytest.mark.django_db
EVENTS = reverse("public:events")


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.KEPT_PAGES_SECONDS = 30
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def made(monkeypatch):
    """How often the list of events was made."""
    from sites.public.views import agenda

    calls = []
    monkeypatch.setattr(
        agenda, "upcoming_events", lambda on, asked=agenda.upcoming_events: calls.append(on) or asked(on)
    )
    return calls


def test_page_is_made_once_for_all_who_come(made):
    answers = [Client().get(EVENTS) for _ in range(3)]
    assert (len(made), len({answer.content for answer in answers})) == (1, 1)
    assert answers[0].headers == answers[2].headers
    assert "default-src 'self'" in answers[2]["Content-Security-Policy"]


def test_unchanged_page_is_not_sent_again(client, made):
    etag = client.get(EVENTS)["ETag"]
    assert client.get(EVENTS, HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert len(made) == 1


@pytest.mark.parametrize(
    "other",
    [{"HTTP_HOST": "127.0.0.1"}, {"QUERY_STRING": "when=coming"}, {"HTTP_ACCEPT_ENCODING": "gzip"},
     {"HTTP_COOKIE": "zhifa_size=elder"}],
    ids=str,
)  # fmt: skip
def test_each_way_of_asking_has_its_own(client, made, other):
    client.get(EVENTS)
    client.get(EVENTS, **other)
    assert len(made) == 2


def test_what_is_kept_is_compressed_already(client, made):
    plain = client.get(EVENTS)
    for _ in range(2):
        zipped = client.get(EVENTS, HTTP_ACCEPT_ENCODING="gzip, br")
        assert (zipped["Content-Encoding"], gzip.decompress(zipped.content)) == ("gzip", plain.content)
    assert len(made) == 2


def test_publication_and_withdrawal_are_seen_at_once(client, django_capture_on_commit_callbacks):
    def seen():
        return "宪法日讲座" in client.get(EVENTS).content.decode()

    assert not seen()
    with django_capture_on_commit_callbacks(execute=True):
        event = EventFactory(title="宪法日讲座", state=EventState.PUBLISHED)
    assert seen()
    event.state = EventState.CANCELLED
    with django_capture_on_commit_callbacks(execute=True):
        event.save()
    assert not seen()


@pytest.mark.parametrize("cookie", ["", "own=1"], ids=["kept whole", "of kept parts"])
def test_page_that_is_restricted_or_unpublished_is_gone_at_once(
    cookie, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        above = CampaignPageFactory()
        page = ArticlePageFactory(parent=above, title="一篇文章")

    def seen() -> list[int]:
        return [client.get(page.url, HTTP_COOKIE=cookie).status_code for _again in range(3)]

    assert seen() == [200] * 3
    with django_capture_on_commit_callbacks(execute=True):
        held = PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    assert seen() == [302] * 3
    with django_capture_on_commit_callbacks(execute=True):
        held.delete()
    assert seen() == [200] * 3
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert seen() == [404] * 3


def test_account_reads_what_is_open_and_not_what_is_for_a_group(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = ArticlePageFactory(parent=CampaignPageFactory())
    client.force_login(UserFactory(roles=[Role.MEMBER]))

    def seen() -> list[int]:
        return [client.get(page.url).status_code for _again in range(3)]

    assert seen() == [200] * 3
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    assert seen() == [403] * 3


def test_what_is_rolled_back_forgets_nothing_and_what_nobody_sees_neither(
    client, made, django_capture_on_commit_callbacks
):
    client.get(EVENTS)
    with django_capture_on_commit_callbacks(execute=False):
        EventFactory(state=EventState.PUBLISHED)
    with django_capture_on_commit_callbacks(execute=True):
        UserFactory(roles=[Role.MEMBER])
    client.get(EVENTS)
    assert len(made) == 1


def test_page_that_was_being_made_while_something_changed_is_not_given_out(client, monkeypatch):
    from sites.kept_pages import forget
    from sites.public.views import agenda

    asked = agenda.upcoming_events

    def changed_meanwhile(on):
        found = list(asked(on))
        EventFactory(title="宪法日讲座", state=EventState.PUBLISHED)
        forget()
        return asked(on).filter(pk__in=[each.pk for each in found])

    monkeypatch.setattr(agenda, "upcoming_events", changed_meanwhile)
    assert "宪法日讲座" not in client.get(EVENTS).content.decode()
    monkeypatch.setattr(agenda, "upcoming_events", asked)
    assert "宪法日讲座" in client.get(EVENTS).content.decode()


def test_whoever_is_signed_in_has_pages_of_their_own(client, made):
    client.get(EVENTS)
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    assert "工作台" in client.get(EVENTS).content.decode()
    assert "工作台" not in Client().get(EVENTS).content.decode()
    assert len(made) == 2


@pytest.mark.parametrize("name", ["letter_write", "people_apply", "certificate", "health"])
def test_forms_and_what_must_be_fresh_are_kept_by_nobody(client, name):
    address = reverse(f"public:{name}")
    first = client.get(address)
    assert "X-Accel-Expires" not in first
    # With the token of the form that was sent, too.
    assert "X-Accel-Expires" not in client.get(address)


def test_page_with_somebodys_token_is_kept_by_nobody(client):
    client.get(reverse("public:letter_write"))
    assert "csrftoken" in client.cookies
    assert "X-Accel-Expires" not in client.get(EVENTS)


@pytest.mark.parametrize("path", ["/search/?q=宪法", "/api/v1/venues/", "/nowhere/", "/signin/"])
def test_what_is_counted_missing_or_personal_is_kept_by_nobody(client, path):
    assert "X-Accel-Expires" not in client.get(path)


def test_pages_for_everybody_are_those_a_stranger_gets(client):
    """No page of the public's sets a cookie where nobody fills in a form."""
    names = (
        "events",
        "laws",
        "places",
        "communities",
        "letters",
        "activities",
        "reports",
        "site_map",
        "yearly",
    )
    for path in ("/", *(reverse(f"public:{name}") for name in names)):
        assert (path, "X-Accel-Expires" in client.get(path)) == (path, True)


def test_part_of_a_page_is_made_once_for_all_pages_and_anew_after_a_change(
    client, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    """Each address here is asked for the first time: nothing of it is kept but what others share."""
    client.get(f"{EVENTS}?a=1")
    with django_assert_max_num_queries(4):
        assert "一个新栏目" not in client.get(f"{EVENTS}?a=2").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        TopicPageFactory(title="一个新栏目", show_in_menus=True)
    assert "一个新栏目" in client.get(f"{EVENTS}?a=3").content.decode()


def test_text_of_a_law_is_typeset_once_until_it_changes(
    client, monkeypatch, django_capture_on_commit_callbacks
):
    from sites.public.views import statutes

    typeset, asked = [], statutes.sections_of
    monkeypatch.setattr(statutes, "sections_of", lambda version: typeset.append(version) or asked(version))
    with django_capture_on_commit_callbacks(execute=True):
        article = ArticleFactory(text="楼道不堆杂物。")
    path = reverse("public:law", args=[article.version.law.slug])
    for number in range(3):
        assert "楼道不堆杂物。" in client.get(f"{path}?a={number}").content.decode()
    assert len(typeset) == 1
    with django_capture_on_commit_callbacks(execute=True):
        article.text = "楼道不停电动车。"
        article.save()
    assert "楼道不停电动车。" in client.get(path).content.decode()


def test_part_made_while_something_changed_is_not_given_out(client, monkeypatch):
    from sites.kept_pages import forget
    from sites.public.views import statutes

    article, asked = ArticleFactory(text="旧的。"), statutes.sections_of

    def changed_meanwhile(version):
        sections = asked(version)
        type(article).objects.update(text="新的。")
        forget()
        return sections

    path = reverse("public:law", args=[article.version.law.slug])
    monkeypatch.setattr(statutes, "sections_of", changed_meanwhile)
    assert "旧的。" in client.get(path).content.decode()
    monkeypatch.setattr(statutes, "sections_of", asked)
    assert "新的。" in client.get(path).content.decode()


def test_law_is_another_page_once_an_event_cites_it_and_else_is_not_sent_again(
    client, django_capture_on_commit_callbacks
):
    law = ArticleFactory().version.law
    path = reverse("public:law", args=[law.slug])
    marks = [client.get(path)["ETag"]]
    with django_capture_on_commit_callbacks(execute=True):
        EventFactory(state=EventState.PUBLISHED).laws.add(law)
    marks.append(client.get(path)["ETag"])
    assert marks[0] != marks[1]
    assert [client.get(path, HTTP_IF_NONE_MATCH=mark).status_code for mark in marks] == [200, 304]
