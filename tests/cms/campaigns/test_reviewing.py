"""Who is left to review, said when a page is submitted and on the desk."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import revoke_role
from cms.campaigns.queries.reviewing import can_be_finished, stages_to_come, stuck_pages
from cms.campaigns.services import approve, submit
from cms.core.errors import NotAllowed, RuleBroken
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, published
from tests.cms.campaigns.ways import typed

pytestmark = pytest.mark.django_db


def write(*writers, owner):
    page = ArticlePageFactory(live=False, owner=owner)
    for writer in writers:
        page.save_revision(user=writer)
    return page


def test_three_others_can_finish(editor, first, second, last):
    page = write(editor, owner=editor)
    stages = stages_to_come(submit(page, actor=editor))
    assert [stage.name for stage in stages] == ["初审", "复审", "终审"]
    assert can_be_finished(stages)
    assert stuck_pages() == []


def test_two_who_could_take_every_stage_cannot_finish(editor, first, last):
    page = write(editor, owner=editor)
    stages = stages_to_come(submit(page, actor=editor))
    assert all(stage.able for stage in stages)
    assert not can_be_finished(stages)
    assert [stuck.page.pk for stuck in stuck_pages()] == [page.pk]


def test_reasons_name_who_may_not(editor, first, second, last):
    page = write(editor, first, owner=editor)
    state = submit(page, actor=second)
    assert (
        str(stages_to_come(state)[0])
        == "初审：可以审核的有终审人；乙审不能（提交了这次审核）；甲审不能（参与撰写）"
    )


def test_submitting_what_nobody_can_review_says_so(client, editor, first):
    page = write(editor, owner=editor)
    client.force_login(editor)
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), typed(page, **{"action-submit": "1"}), follow=True
    )
    assert "没有人能审完这一页" in response.content.decode()
    assert "终审：没有人可以审核" in response.content.decode()


def test_desk_shows_what_nobody_can_review(client, editor, first):
    submit(write(editor, owner=editor), actor=editor)
    client.force_login(first)
    assert "没有人能审完的页面（1 页）" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_reviewer_who_rewrites_becomes_a_writer_and_the_review_begins_anew(editor, first, second, last):
    page = write(editor, owner=editor)
    submit(page, actor=editor)
    approve(page, actor=first)
    page.title = "改过的标题"
    page.save_revision(user=second)
    assert page.current_workflow_task.name == "初审"
    with pytest.raises(NotAllowed):
        approve(page, actor=second)


def test_earlier_approval_of_other_words_counts_for_nothing(editor, first, second, last):
    page = write(editor, owner=editor)
    submit(page, actor=editor)
    approve(page, actor=first)
    approve(page, actor=second)
    page.save_revision(user=UserFactory(roles=[Role.OFFICE]))
    approve(page, actor=last)
    page.refresh_from_db()
    assert (page.live, page.current_workflow_task.name) == (False, "复审")


def test_words_under_review_are_not_overwritten_in_place(editor, first):
    page = write(editor, owner=editor)
    submit(page, actor=editor)
    reviewed = page.latest_revision
    page.title = "换掉的标题"
    page.save_revision(user=editor, overwrite_revision=reviewed)
    reviewed.refresh_from_db()
    assert reviewed.content["title"] != "换掉的标题"


def test_approved_words_overwritten_afterwards_are_not_published(editor, first, second, last):
    page = write(editor, owner=editor)
    submit(page, actor=editor)
    for reader in (first, second):
        approve(page, actor=reader)
    revision = page.get_latest_revision()
    approve(page, actor=last)
    page.refresh_from_db()
    page.title = "批准之后换上的话"
    page.save_revision(user=editor, overwrite_revision=revision)
    with pytest.raises(RuleBroken):
        page.get_latest_revision().publish()
    assert page.specific_class.objects.get(pk=page.pk).title != "批准之后换上的话"


def test_approval_once_used_publishes_nothing_again(editor, first, second, last):
    page = write(editor, owner=editor)
    submit(page, actor=editor)
    for reader in (first, second, last):
        approve(page, actor=reader)
    page.refresh_from_db()
    page.unpublish()
    with pytest.raises(RuleBroken, match="初审"):
        page.get_latest_revision().publish()


def test_giving_up_a_role_does_not_undo_having_written(editor, first, second, last):
    page = write(first, owner=editor)
    revoke_role(first, Role.REVIEWER)
    submit(page, actor=editor)
    first.groups.add(*second.groups.all())
    with pytest.raises(NotAllowed):
        approve(page, actor=User.objects.get(pk=first.pk))


def test_stale_verdict_from_an_open_window_is_refused(client, editor, first, second, last):
    page = write(editor, owner=editor)
    submit(page, actor=editor)
    seen = page.current_workflow_task_state
    page.save_revision(user=second)
    client.force_login(first)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", seen.pk])
    assert client.post(address).status_code < 500
    assert page.current_workflow_task.name == "初审"


def test_verdict_in_the_editor_after_the_review_is_over_is_no_fault(client, editor, first):
    page = write(editor, owner=editor)
    client.force_login(first)
    fields = typed(page, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields)
    assert response.status_code == 409
    assert page.draft_title in response.content.decode()


def told_on_opening(client, page, person) -> str:
    client.force_login(person)
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_who_sees_no_publish_button_is_told_why(client, editor, first):
    page = write(editor, owner=editor)
    assert "这里没有发布的按钮" in told_on_opening(client, page, editor)
    submit(page, actor=editor)
    assert "这一页正在初审。您参与撰写，所以这里没有审核的按钮" in told_on_opening(client, page, editor)
    assert "没有审核的按钮" not in told_on_opening(client, page, first)


def test_live_page_as_it_stands_says_nothing_of_publishing(client, editor):
    page = published(write(editor, owner=editor))
    assert "没有发布的按钮" not in told_on_opening(client, page, editor)
