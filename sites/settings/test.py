"""Tests: fresh state per run; tasks run at once; passwords hash cheaply."""

import atexit
import os
import shutil
import tempfile

_state = None
if "ZHIFA_VAR" not in os.environ:
    _state = os.environ["ZHIFA_VAR"] = tempfile.mkdtemp(prefix="zhifa-test-")
    atexit.register(shutil.rmtree, _state, ignore_errors=True)
if _worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # Those who share the work stand side by side, each on a state of its own.
    os.environ["ZHIFA_VAR"] = os.path.join(os.environ["ZHIFA_VAR"], _worker)

from sites.settings.base import *  # noqa: E402, F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "near", "pages")
}
# A test rolls back what it wrote, of which no page would hear.
KEPT_PAGES_SECONDS = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SEARCH_RERANKER = ""
WAGTAILADMIN_BASE_URL = "http://testserver"

# Static files straight from the apps: no collecting before a test.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
