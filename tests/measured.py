"""Loaded by `make covered` (`-p tests.measured`): counts lines in the workers, before Django reads the apps.

Only there: a count in every process that a test starts would cost more than the tests.
"""

import atexit
import os

import coverage

if "PYTEST_XDIST_WORKER" in os.environ:
    _count = coverage.Coverage(auto_data=True)
    _count.start()
    atexit.register(_count.stop)
