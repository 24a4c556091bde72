"""Do the background work: tasks, schedules, heartbeats."""

import os

from django.core.management.base import BaseCommand
from django.db import connection
from django_q.cluster import Cluster

from cms.core import field_key
from cms.core.background import enqueue_at_start


class Command(BaseCommand):
    help = "运行后台任务：导入、检索更新、定时发布。每台主机可以各运行一个；收到 SIGTERM 时做完手上的任务再停"

    def handle(self, *args, **options):
        # Fails here, in one sentence, where the database is away, not migrated or another's.
        field_key.verify()
        enqueue_at_start()
        connection.close()
        MortalCluster().start()


class MortalCluster(Cluster):
    """Ends too when a signal went to all its processes, as from a terminal or a service manager."""

    def sig_handler(self, signum, frame):
        if self.sentinel is not None:
            self.sentinel.join(0.3)
        if self.sentinel is None or not self.sentinel.is_alive():
            # A sentinel that was killed may hold the locks behind which the orderly end would wait for ever.
            os._exit(128 + signum)
        super().sig_handler(signum, frame)
