"""Tasks for real clusters: one takes its worker with it, one lasts."""

import os
import signal
import time

from django_tasks import task


@task()
def kill_worker():
    os.kill(os.getpid(), signal.SIGKILL)


@task()
def last_long():
    from cms.core.models import AuditEntry

    AuditEntry.objects.create(actor_name="测试", action="测试：长任务")
    time.sleep(3)
