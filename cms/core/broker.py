"""The queue in the database, which may be away for a while: the cluster waits for it and stays whole."""

import logging
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.models import OrmQ

from cms.core.workers import LOST

PAUSE = 5
logger = logging.getLogger(__name__)


class PatientBroker(ORM):
    """django-q2 would end its pusher at each failure and write two pages about it."""

    def dequeue(self):
        try:
            return super().dequeue()
        except LOST:
            self._wait()
            return None

    def delete(self, task_id):
        try:
            super().delete(task_id)
        except LOST:
            # It is handed out once more, which does no harm.
            self._wait()

    def enqueue_later(self, task, delay: timedelta) -> int:
        """Put a message into the queue that is handed out after a while."""
        return OrmQ.objects.create(key=self.list_key, payload=task, lock=timezone.now() + delay).pk

    def _wait(self) -> None:
        logger.warning("队列读不到", exc_info=True)
        connection.close()
        time.sleep(PAUSE)
