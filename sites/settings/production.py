"""Production: everything that differs comes from the environment, and what is missing stops the start."""

import os

from sites.settings import env
from sites.settings.base import *  # noqa: F403

for _name in ("DATABASE_URL", "ZHIFA_SECRET_KEY", "ZHIFA_FIELD_KEY", "ZHIFA_HOSTS"):
    if not os.environ.get(_name):
        env.stop(f"生产环境必须设置环境变量 {_name}。")

ALLOWED_HOSTS = env.hosts()
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
PROXIES_IN_FRONT = 1
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
