"""Settings shared by every environment."""

from sites.settings import env

ROOT = env.ROOT
VAR = env.var_directory()
PORT = env.port()

SECRET_KEY = env.secret_key(VAR)
# Encrypts protected personal fields at rest. Losing it loses those fields; see docs/decisions. The file is
# where a new key will be kept once the database agrees (cms.core.field_key); None where the key was found.
ZHIFA_FIELD_KEY, ZHIFA_FIELD_KEY_FILE = env.field_key(VAR)
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "sites.demo",
    "sites.api",
    "sites.public",
    "sites.portal",
    "cms.duties",
    "cms.letters",
    "cms.guides",
    "cms.honours",
    "cms.reviews",
    "cms.reports",
    "cms.inspection",
    "cms.exams",
    "cms.training",
    "cms.volunteering",
    "cms.events",
    "cms.campaigns",
    "cms.people",
    "cms.advisers",
    "cms.agencies",
    "cms.statutes",
    "cms.inbox",
    "cms.places",
    "cms.accounts",
    "cms.intake",
    "cms.assessment",
    "cms.core",
    "media",
    "search",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.apps.OfficeUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_q",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "sites.kept_pages.KeptPagesMiddleware",
    "sites.compression.WordsCompressedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "sites.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sites.portal.middleware.SignedInMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.core.middleware.SayWhyRefused",
]

ROOT_URLCONF = "sites.urls"
WSGI_APPLICATION = "sites.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": env.database(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis_url()
CACHES = {
    "default": env.cache(VAR, REDIS_URL),
    "pages": env.page_cache(VAR, REDIS_URL),
    # Of this process alone: small parts of pages, read again and again (sites.kept_parts).
    "near": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "near",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
# For so long a page for everybody is given out without being made anew; see sites.kept_pages. 0: never.
KEPT_PAGES_SECONDS = 30
# How a panel of the admin's home is kept until a record changes: cms.core.panels.
KEPT_PANELS = "sites.kept_parts.kept_part"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cms.accounts.signing_in.backends.ThrottledBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"cms.accounts.signing_in.password_rules.{name}"}
    for name in ("LongEnough", "NotOnlyDigits", "NotCommon", "NotAboutTheHolder")
]
PASSWORD_LENGTH = 10
# Printed where everybody reads: nobody's own. The demo district sets its own way.
KNOWN_PASSWORDS = ["zhifa-demo-2026"]
# Wrong passwords, for one account from one place and for all accounts from one place, before a pause.
SIGN_IN_TRIES = 5
SIGN_IN_TRIES_FROM_ONE_PLACE = 50
SIGN_IN_PAUSE_MINUTES = 15
# After how long without a sign of life a session ends: those who work in the admin, and all others.
SESSION_IDLE_MINUTES_OFFICE = 30
SESSION_IDLE_MINUTES_PORTAL = 120
# By an identity provider as well, where the environment names one; see cms.accounts.signing_in.issuer.
SIGN_IN_ISSUER = env.sign_in_issuer()
LOGIN_URL = "portal:sign_in"
LOGIN_REDIRECT_URL = "portal:home"
CSRF_FAILURE_VIEW = "sites.portal.keeping.form_grew_old"
# What only its owner sees: never kept in a browser's or a proxy's store.
PERSONAL_PREFIXES = ("/office/", "/portal/", "/signin/", "/signout/", "/password/")

MESSAGE_STORAGE = "cms.core.blotted_messages.BlottedMessages"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# No file lies under a public address: the library's are given by sites.public.views.files, which asks;
# evidence and uploaded workbooks have no address at all.
PRIVATE_ROOT = VAR / "private"
MEDIA_URL = "/media/"
MEDIA_ROOT = PRIVATE_ROOT / "library"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A long page in the editor sends some ten fields a block.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Letters with which a forgotten password is set anew; without a mail server there are none.
MAIL = env.mail()
MAIL_IS_SET_UP = bool(MAIL)
globals().update(MAIL)

TASKS = {"default": {"BACKEND": "cms.core.background.DjangoQBackend"}}
# A worker that has not beaten six times is dead, and its tasks are taken up by another.
WORKER_BEAT_SECONDS = 10
Q_CLUSTER = {
    "name": "zhifa",
    "label": "后台任务",
    "orm": "default",
    "broker_class": "cms.core.broker.PatientBroker",
    # Two where both can write: a long import does not hold up what is due.
    "workers": 2 if DATABASES["default"]["ENGINE"].endswith("postgresql") else 1,
    # For the cluster's own schedules; a task of ours brings its own limit (cms.core.background).
    "timeout": 30,
    # A message that a dead cluster took is handed out again after so many seconds.
    "retry": 60,
    "poll": 0.5,
    "save_limit": 500,
    "catch_up": False,
}

SEARCH_ENGINE = env.search_engine()
ELASTICSEARCH = env.elasticsearch() if SEARCH_ENGINE == "elasticsearch" else {}
# The embedded index: the engine itself, or the replica that answers when the cluster cannot.
SEARCH_INDEX_DIR = VAR / "index"
# The package with the model that puts the best answers in order by meaning; empty: switched off.
SEARCH_RERANKER = env.search_reranker()
SEARCH_LOG_FILTER = "cms.core.personal_data.without_personal_numbers"
SEARCH_LOG_DAYS = 90
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail_backend"}}

WAGTAIL_SITE_NAME = "知法"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.campaigns.forms.prose.ProseArea"}}
WAGTAILADMIN_BASE_URL = env.base_url(f"http://localhost:{PORT}")
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Passwords have one page, in the portal; shared ones for pages and collections are not used.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Words changed during a review are read again from the first stage on.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_LOGIN_URL = "portal:sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "/signin/"
WAGTAILIMAGES_IMAGE_MODEL = "media.LibraryImage"
# What a picture is, its content says; these are the names a person may give it.
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "jfif", "png", "webp", "heic", "heif"]
# Refuses a record of the library whose words for the public hold a personal number.
MEDIA_WORDS_GATE = "cms.core.personal_data.refuse_personal_numbers"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.campaigns.forms.library.LibraryImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.campaigns.forms.library.LibraryDocumentForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.LibraryDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "txt", "csv", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"

SAMPLE_DATA_DIR = env.sample_data()
# Directories with typefaces for PDF files, besides those of the system.
PAPER_FONTS = env.paper_fonts()

# How many proxies of our own write X-Forwarded-For; without one a client could write what it likes.
PROXIES_IN_FRONT = 0
# The admin shows previews of pages in a frame of its own site; hence not DENY.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "cms.core.personal_data.showing.BlottedFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"outages": {"()": "cms.core.outages.OneLinePerOutage"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["outages"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
