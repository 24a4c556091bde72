"""Two people with one page open: the second is told, loses nothing, and decides."""

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from cms.accounts.enums import Role
from cms.core.writing import StaleRecord
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, TopicPageFactory
from tests.cms.campaigns.ways import typed

pytestmark = pytest.mark.django_db
SAVED_SINCE = "保存了新的内容，您填写的还没有保存"


@pytest.fixture
def first():
    return UserFactory(name="文思齐", roles=[Role.EDITOR])


@pytest.fixture
def second(client):
    person = UserFactory(name="顾敏行", roles=[Role.OFFICE])
    client.force_login(person)
    return person


@pytest.fixture
def page(first):
    made = ArticlePageFactory(title="原来的标题", live=False, owner=first)
    made.save_revision(user=first)
    return made


def save_by(person, page, **words):
    page.refresh_from_db()
    for name, value in words.items():
        setattr(page, name, value)
    return page.save_revision(user=person)


def send(client, page, fields, **headers):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields, headers=headers)


def newest(page):
    page.refresh_from_db()
    return page.get_latest_revision_as_object()


def hidden(response) -> dict:
    """What the page that comes back sends along unseen."""
    shown = response.context["form"].instance.get_latest_revision()
    return {
        "loaded_revision_id": shown.pk,
        "loaded_revision_created_at": response.context["loaded_revision_created_at"],
        "against": response.context["form"]["against"].value(),
    }


@pytest.mark.parametrize("button", ["", "action-submit", "action-publish", "action-restart-workflow"])
def test_second_of_two_editors_is_told_and_nothing_is_written_over(client, page, first, second, button):
    fields = typed(page, title="顾敏行的标题", summary="写了半天", **({button: "1"} if button else {}))
    saved = save_by(first, page, title="文思齐的标题")
    answer = send(client, page, fields)
    told = answer.content.decode()
    assert answer.status_code == 200
    assert f"文思齐在{localtime(saved.created_at):%m月%d日 %H:%M}{SAVED_SINCE}" in told
    assert "现在保存的是“文思齐的标题”" in told
    assert "顾敏行的标题" in told
    assert "写了半天" in told
    assert (newest(page).title, newest(page).latest_revision_id) == ("文思齐的标题", saved.pk)
    assert page.current_workflow_state is None


def test_second_save_is_the_decision(client, page, first, second):
    fields = typed(page, title="顾敏行的标题")
    save_by(first, page, title="文思齐的标题")
    decided = fields | hidden(send(client, page, fields))
    assert send(client, page, decided).status_code == 302
    assert newest(page).title == "顾敏行的标题"
    assert newest(page).get_latest_revision().user == second


def test_decision_is_against_what_was_told_and_nothing_newer(client, page, first, second):
    fields = typed(page, title="顾敏行的标题")
    save_by(first, page, title="文思齐的标题")
    decided = fields | hidden(send(client, page, fields))
    save_by(first, page, title="文思齐又改了")
    assert "文思齐又改了" in send(client, page, decided).content.decode()
    assert newest(page).title == "文思齐又改了"


def test_autosave_does_not_decide(client, page, first, second):
    fields = typed(page, title="顾敏行的标题")
    save_by(first, page, title="文思齐的标题")
    decided = fields | hidden(send(client, page, fields))
    answer = send(client, page, decided, accept="application/json")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert newest(page).title == "文思齐的标题"


@pytest.mark.parametrize("times", [1, 2])
def test_own_autosave_is_no_newer_version(client, page, first, second, times):
    fields, own = typed(page, title="顾敏行的标题"), {}
    for _ in range(times):
        kept = send(client, page, fields | own, accept="application/json").json()
        # As the browser does: what is answered goes into the form, the version only with the next autosave.
        fields |= dict(kept["field_updates"])
        own = {"overwrite_revision_id": kept["revision_id"]}
    assert send(client, page, fields | {"title": "顾敏行写完了"}).status_code == 302
    assert newest(page).title == "顾敏行写完了"


def test_what_another_saved_after_the_own_autosave_is_told(client, page, first, second):
    fields = typed(page, title="顾敏行的标题")
    kept = send(client, page, fields, accept="application/json").json()
    save_by(first, page, title="文思齐的标题")
    fields |= dict(kept["field_updates"])
    assert SAVED_SINCE in send(client, page, fields).content.decode()


def test_autosave_of_another_is_a_newer_version(client, page, first, second):
    fields = typed(page, title="顾敏行的标题")
    page.title = "文思齐自动保存的"
    page.save_revision(user=first, overwrite_revision=page.get_latest_revision())
    assert SAVED_SINCE in send(client, page, fields).content.decode()
    assert newest(page).title == "文思齐自动保存的"


def test_page_opened_before_it_had_any_version(client, first, second):
    page = TopicPageFactory(title="从未改过")
    fields = typed(page, title="顾敏行的标题")
    assert "loaded_revision_id" not in fields
    save_by(first, page, title="文思齐的标题")
    assert SAVED_SINCE in send(client, page, fields).content.decode()
    assert newest(page).title == "文思齐的标题"


def test_older_version_brought_back_over_a_newer_one(client, page, first, second):
    old = page.get_latest_revision()
    save_by(first, page, title="第二版")
    fields = typed(page, title="原来的标题")
    save_by(first, page, title="第三版")
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])
    assert SAVED_SINCE in client.post(address, fields).content.decode()
    assert newest(page).title == "第三版"


def test_alone_one_is_told_nothing(client, page, second):
    assert send(client, page, typed(page, title="新标题")).status_code == 302
    assert newest(page).title == "新标题"


def test_words_read_before_another_saved_are_refused_at_the_lowest_door(page, first):
    held = type(page).objects.get(pk=page.pk)
    save_by(first, page, title="文思齐的标题")
    held.title = "旧的文字"
    with pytest.raises(StaleRecord):
        held.save_revision(user=first)
    assert newest(page).title == "文思齐的标题"
