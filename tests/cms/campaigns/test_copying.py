"""A copy is a draft of words that may become public: what the gate refuses is not copied, nor submitted."""

import json
from html import unescape

import pytest
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Revision

from cms.accounts.enums import Role
from cms.campaigns.models import TopicPage
from cms.campaigns.services import submit
from cms.core.errors import RuleBroken
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, TopicPageFactory
from tests.cms.campaigns.ways import typed

pytestmark = pytest.mark.django_db
MOBILE = "13812345678"


@pytest.fixture
def office(client):
    person = UserFactory(roles=[Role.OFFICE])
    client.force_login(person)
    return person


@pytest.fixture
def page():
    made = TopicPageFactory(title="普法动态", slug="news")
    made.save_revision()
    return made


def copy(client, page, **fields):
    asked = {"new_title": "副本", "new_slug": "copy", "new_parent_page": page.get_parent().pk, **fields}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), asked)


def slip_in(page, **words):
    """Words that came before the gate was built: in the row and in its newest version."""
    TopicPage.objects.filter(pk=page.pk).update(**words)
    newest = page.get_latest_revision()
    if newest:
        Revision.objects.filter(pk=newest.pk).update(content=newest.content | words)


def test_page_is_copied_as_a_draft(client, office, page):
    assert copy(client, page).status_code == 302
    made = TopicPage.objects.get(slug="copy")
    assert (made.title, made.live, made.owner) == ("副本", False, office)
    assert made.get_latest_revision_as_object().title == "副本"


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"new_title": f"找李某 {MOBILE}"}, "标题"), ({"new_slug": f"call-{MOBILE}"}, "缩略名")],
    ids=["title", "slug"],
)
def test_new_name_with_a_number_is_refused_at_its_field(client, office, page, fields, where):
    answer = copy(client, page, **fields).content.decode()
    assert f"{where}里有手机号 138****5678" in answer
    assert list(TopicPage.objects.filter(title__contains="李某")) == []
    assert list(TopicPage.objects.filter(slug=fields.get("new_slug", "copy"))) == []


@pytest.mark.parametrize("field", ["summary", "seo_title", "search_description"])
def test_words_with_a_number_are_not_copied(client, office, page, field):
    slip_in(page, **{field: f"联系 {MOBILE}"})
    assert "“普法动态”：" in (answer := copy(client, page).content.decode())
    assert "138****5678" in answer
    assert not TopicPage.objects.filter(slug="copy").exists()


def test_subpage_with_a_number_is_named_and_nothing_is_copied(client, office, page):
    child = TopicPageFactory(title="通讯录", parent=page)
    slip_in(child, summary=f"联系 {MOBILE}")
    answer = copy(client, page, copy_subpages="on").content.decode()
    assert answer.count("“通讯录”：摘要里有手机号 138****5678") == 1
    assert not TopicPage.objects.filter(slug="copy").exists()
    assert copy(client, page).status_code == 302


@pytest.mark.parametrize("button", ["publish_copies", "alias"])
def test_copy_that_would_be_public_is_refused_where_one_sees_it(client, office, page, button):
    assert (
        "副本先是草稿，须经初审、复审、终审通过后才能发布"
        in copy(client, page, **{button: "on"}).content.decode()
    )
    assert not TopicPage.objects.filter(slug="copy").exists()


def test_copy_by_no_form_is_refused_too(page):
    slip_in(page, summary=f"联系 {MOBILE}")
    page.refresh_from_db()
    with pytest.raises(RuleBroken, match="手机号"):
        CopyPageAction(page, keep_live=False, update_attrs={"slug": "copy"}).execute()
    assert not TopicPage.objects.filter(slug="copy").exists()


@pytest.mark.parametrize("button", ["", "action-submit"])
def test_number_that_stood_there_is_refused_at_its_field_when_saved_or_submitted(
    client, office, page, button
):
    slip_in(page, summary=f"联系 {MOBILE}")
    before = page.latest_revision_id
    fields = typed(page, summary=f"联系 {MOBILE}", **({button: "1"} if button else {}))
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields)
    assert "摘要里有手机号 138****5678" in answer.content.decode()
    page.refresh_from_db()
    assert (page.latest_revision_id, page.current_workflow_state) == (before, None)


def test_number_that_stood_there_is_not_submitted_by_a_service(page, office):
    slip_in(page, summary=f"联系 {MOBILE}")
    with pytest.raises(RuleBroken, match="手机号"):
        submit(page, actor=office)
    assert page.current_workflow_state is None


def test_older_version_with_a_number_is_not_brought_back(client, office, page):
    slip_in(page, summary=f"联系 {MOBILE}")
    old = page.get_latest_revision()
    page.refresh_from_db()
    page.summary = ""
    page.save_revision()
    TopicPage.objects.filter(pk=page.pk).update(summary=f"联系 {MOBILE}")
    newest = page.latest_revision_id
    fields = typed(page, summary=f"联系 {MOBILE}")
    answer = client.post(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk]), fields)
    assert "摘要里有手机号 138****5678" in answer.content.decode()
    page.refresh_from_db()
    assert page.latest_revision_id == newest


def test_two_numbers_in_the_body_are_told_and_the_form_opens_again(client, office):
    article = ArticlePageFactory(live=False)
    body = {"body-count": "2"}
    for place in range(2):
        body |= {
            f"body-{place}-deleted": "", f"body-{place}-order": str(place), f"body-{place}-type": "heading",
            f"body-{place}-id": "", f"body-{place}-value": f"联系 {MOBILE}",
        }  # fmt: skip
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), typed(article, **body))
    told = unescape(answer.content.decode()).replace("\\\\", "\\")
    # The editor's script is given the words as JSON.
    assert json.dumps("正文第2块（小标题）里有手机号").strip('"') in told
