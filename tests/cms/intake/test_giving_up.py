"""A batch whose task was given up says so, and does not look busy for ever."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.background import gave_up
from cms.core.models import TaskRun
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from tests.cms.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def batch_in(state):
    return ImportBatch.objects.create(kind="roster", file_name="名册.xlsx", as_of="2026-01-01", state=state)


def give_up(batch, task="cms.intake.tasks.any"):
    gave_up.send(sender=None, run=TaskRun(task=task, args=[batch.pk]))
    batch.refresh_from_db()


@pytest.mark.parametrize(
    ("state", "then", "told"),
    [
        (BatchState.UPLOADED, BatchState.UPLOADED, "读取时出错"),
        (BatchState.JUDGING, BatchState.JUDGING, "重新判定时出错"),
        (BatchState.APPLYING, BatchState.FAILED, "没有保存任何一行"),
        (BatchState.UNDOING, BatchState.UNDOING, "撤销时出错"),
    ],
)
def test_batch_says_why_it_no_longer_waits(client, state, then, told):
    batch = batch_in(state)
    client.force_login(UserFactory(roles=[Role.OFFICE], is_superuser=True))
    give_up(batch)
    assert batch.state == then
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert told in page
    assert 'http-equiv="refresh"' not in page


@pytest.mark.parametrize("state", [BatchState.PREVIEWED, BatchState.APPLIED, BatchState.UNDONE])
def test_batch_that_waits_for_nothing_is_left_alone(state):
    batch = batch_in(state)
    give_up(batch)
    assert (batch.state, batch.error) == (state, "")


def test_workbook_that_could_not_be_made_is_told_and_can_be_asked_for_again(client):
    batch = batch_in(BatchState.PREVIEWED)
    batch.counts, batch.returned_why = {"create": 1, "effect": 1}, "退回单位改正"
    batch.file.save("名册.xlsx", ContentFile(b"-"))
    client.force_login(UserFactory(roles=[Role.OFFICE], is_superuser=True))
    give_up(batch, task="cms.intake.tasks.annotate")
    assert (batch.state, batch.returned_why) == (BatchState.PREVIEWED, "")
    page = client.get(reverse("intake_batch", args=[batch.pk])).content.decode()
    assert ("带意见的原表没有生成" in page, "正在后台生成" in page) == (True, False)


def test_task_of_another_app_means_no_batch():
    batch = batch_in(BatchState.UPLOADED)
    give_up(batch, task="media.tasks.read_library_document")
    assert batch.error == ""
