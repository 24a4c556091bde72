"""Settings for clusters that tests start: seconds instead of minutes, and a host name of one's own."""

import os
import socket

from sites.settings.dev import *  # noqa: F403

WORKER_BEAT_SECONDS = 0.2
Q_CLUSTER = {**Q_CLUSTER, "poll": 0.1, "retry": 31}  # noqa: F405
if name := os.environ.get("ZHIFA_TEST_HOST"):
    socket.gethostname = lambda: name
