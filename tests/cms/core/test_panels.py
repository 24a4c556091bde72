"""Whoever waits for background work is told when nobody does it, and whoever tends it what failed."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.enums import TaskState
from cms.core.models import TaskRun
from cms.intake.enums import BatchState
from cms.intake.models import ImportBatch
from tests.cms.accounts.factories import UserFactory
from tests.cms.core.factories import WorkerFactory

pytestmark = pytest.mark.django_db
LINE = "后台任务没有运行"


@pytest.fixture
def office(client):
    client.force_login(UserFactory(roles=[Role.OFFICE], is_superuser=True))
    return client


@pytest.mark.parametrize("page", ["wagtailadmin_home", "task_runs:index", "intake_batches"])
def test_page_says_when_no_worker_is_alive(office, queued, page):
    assert office.get(reverse(page)).content.decode().count(LINE) == 1
    WorkerFactory()
    assert LINE not in office.get(reverse(page)).content.decode()


def test_batch_that_waits_says_that_nobody_works(office, queued):
    batch = ImportBatch.objects.create(
        kind="roster", file_name="名册.xlsx", as_of="2026-01-01", state=BatchState.UPLOADED
    )
    TaskRun.objects.create(id="1", task="cms.intake.tasks.preview", args=[batch.pk])
    page = reverse("intake_batch", args=[batch.pk])
    assert LINE in office.get(page).content.decode()
    ImportBatch.objects.update(state=BatchState.PREVIEWED)
    assert LINE not in office.get(page).content.decode()


def test_home_names_what_failed_until_somebody_tries_it_again(office):
    home = reverse("wagtailadmin_home")
    assert "没有做成的后台任务" not in office.get(home).content.decode()
    run = TaskRun.objects.create(id="1", task="cms.intake.tasks.preview", state=TaskState.FAILED, attempts=3)
    page = office.get(home).content.decode()
    assert ("没有做成的后台任务（1 个）" in page, reverse("task_runs:inspect", args=["1"]) in page) == (
        True,
        True,
    )
    TaskRun.objects.filter(pk=run.pk).update(state=TaskState.WAITING)
    assert "没有做成的后台任务" not in office.get(home).content.decode()
