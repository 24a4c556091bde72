"""A task that takes its worker with it."""

import os
import signal

from django_tasks import task


@task()
def kill_worker():
    os.kill(os.getpid(), signal.SIGKILL)
