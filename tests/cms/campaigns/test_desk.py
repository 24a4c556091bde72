"""The desk: pages to review, and where one's own unfinished ones stand."""

import pytest
from django.urls import reverse

from cms.campaigns.queries.desk import pages_to_review, standings_of, unfinished_pages
from cms.campaigns.services import approve, send_back, submit
from tests.cms.campaigns.factories import ArticlePageFactory, published

pytestmark = pytest.mark.django_db


def write(editor, title="网络安全与你"):
    page = ArticlePageFactory(live=False, owner=editor, title=title, draft_title=title)
    page.save_revision(user=editor)
    page.refresh_from_db()
    return page


def told(page):
    page.refresh_from_db()
    return standings_of([page])[0].told


def test_own_page_tells_what_it_waits_for_at_every_step(editor, first, second, last):
    page = write(editor)
    assert told(page) == "草稿，还没有提交审核"
    submit(page, actor=editor)
    assert told(page) == "等初审：乙审、甲审、终审人"
    approve(page, actor=first)
    assert told(page) == "等复审：乙审、终审人"
    send_back(page, actor=second, comment="标题太长。")
    assert (told(page), standings_of([page])[0].is_returned) == ("退回：标题太长。", True)


def test_page_that_nobody_is_left_to_review_says_so(editor):
    page = write(editor)
    submit(page, actor=editor)
    assert told(page) == "等初审：没有人可以审核"


def test_unfinished_are_ones_own_with_words_not_public_the_latest_first(editor, last):
    older, newer, of_another = write(editor), write(editor), write(last)
    public = published(write(editor))
    assert [page.pk for page in unfinished_pages(editor)] == [newer.pk, older.pk]
    public.save_revision(user=editor)
    older.save_revision(user=last)
    assert [page.pk for page in unfinished_pages(editor)] == [older.pk, public.pk, newer.pk]
    assert [page.pk for page in unfinished_pages(last)] == [older.pk, of_another.pk]


def test_to_review_is_what_this_account_may_decide_the_longest_waiting_first(editor, first, second, last):
    one, other = write(editor), write(editor)
    for page in (one, other):
        submit(page, actor=editor)
    assert [state.revision.object_id for state in pages_to_review(first)] == [str(one.pk), str(other.pk)]
    approve(one, actor=first)
    assert [state.revision.object_id for state in pages_to_review(first)] == [str(other.pk)]
    assert [state.revision.object_id for state in pages_to_review(second)] == [str(one.pk), str(other.pk)]
    assert list(pages_to_review(editor)) == []


def test_home_of_editor_and_reviewer_leads_to_their_pages(client, editor, first):
    page = write(editor)
    submit(page, actor=editor)
    link = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for account, title in ((editor, "我的稿件（1 篇还没有公布）"), (first, "等您审核的页面（1 页）")):
        client.force_login(account)
        shown = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (title in shown, link in shown) == (True, True)
