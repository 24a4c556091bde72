"""Embedded defaults: SQLite, Tantivy, local files, one machine. `make run` uses these."""

from sites.settings import env
from sites.settings.base import *  # noqa: F403

DEBUG = env.read(env.env.bool, "ZHIFA_DEBUG", False, wanted="true 或 false")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.hosts()]
# Styles are served from where they are written; the directory of collected ones only has to exist.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
WHITENOISE_AUTOREFRESH = DEBUG
if not MAIL:  # noqa: F405
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
