import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.enums import TaskState
from cms.core.models import AuditEntry, TaskRun
from tests.cms.accounts.factories import UserFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    return TaskRun.objects.create(
        id="a" * 32, task="search.tasks.flush", state=TaskState.FAILED, attempts=3, error="连不上索引"
    )


def test_task_page_shows_what_failed_and_tries_again(client, failed):
    client.force_login(UserFactory(roles=[Role.OFFICE], is_superuser=True))
    page = client.get(reverse("task_runs:index")).content.decode()
    assert "search.tasks.flush" in page
    assert "重试" in page
    assert "连不上索引" in client.get(reverse("task_runs:inspect", args=[failed.pk])).content.decode()
    take(client, "task_runs", "retry", failed)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (TaskState.WAITING, 0)
    assert AuditEntry.objects.filter(action="core.taskrun.retry").exists()


def test_task_page_is_for_holders_of_the_permission(client, failed):
    user = UserFactory(roles=[Role.OFFICE])
    user.user_permissions.clear()
    client.force_login(user)
    assert client.get(reverse("task_runs:index")).status_code == 302
    take(client, "task_runs", "retry", failed)
    failed.refresh_from_db()
    assert failed.state == TaskState.FAILED
    user.user_permissions.add(Permission.objects.get(codename="view_taskrun"))
    assert client.get(reverse("task_runs:index")).status_code == 200


@pytest.mark.parametrize("name", ["add", "edit", "delete"])
def test_task_runs_are_never_written_by_hand(name, client, failed):
    client.force_login(UserFactory(is_superuser=True))
    args = [] if name == "add" else [failed.pk]
    assert client.get(reverse(f"task_runs:{name}", args=args)).status_code == 302
