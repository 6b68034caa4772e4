"""Settings, read from the environment. docs/reference/settings.md names every variable."""

import os
import zoneinfo
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from citytocity.config.environment import (
    data_folder,
    env,
    env_address,
    env_choice,
    env_flag,
    env_list,
    env_log_level,
    env_number,
    env_pairs,
    env_time_zone,
    kept_secret,
    unknown_variables,
)
from citytocity.config.providers import chosen_provider
from citytocity.languages.catalogue import CONTENT_LANGUAGES, LOCAL_NAMES

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent

# --- where things are kept: everything to back up lies in one folder ---
HOME = ROOT if (ROOT / "pyproject.toml").exists() else Path.cwd()  # a checkout, or a package
DATA_DIR = data_folder(Path(os.environ.get("CITYTOCITY_DATA") or HOME / "data").resolve())
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
CACHE_DIR = DATA_DIR / "cache"

# --- who we are, and who may ask ---
DEBUG = env_flag("DEBUG")
SECRET_KEY = env("SECRET_KEY") or kept_secret(DATA_DIR / "secret-key")
MAIL_SECRET = env("MAIL_SECRET") or kept_secret(DATA_DIR / "mail-key")
EXCHANGE_SECRET = env("EXCHANGE_SECRET") or kept_secret(DATA_DIR / "exchange-key")
BASE_URL = env_address("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
HERE = ["127.0.0.1", "localhost", "[::1]"]  # always answered: this machine looks after the site
ALLOWED_HOSTS = list(dict.fromkeys([*env_list("ALLOWED_HOSTS", ""), *HERE]))
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SITE_NAME = env("SITE_NAME", "City to City")
WAGTAIL_SITE_NAME = SITE_NAME
DATA_LICENCE = env_choice("DATA_LICENCE", "", "cc0", "cc-by", "cc-by-sa", "public-domain")
WAGTAILADMIN_BASE_URL = BASE_URL

SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
BEHIND_PROXY = env_flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = SECURE and BEHIND_PROXY  # else nobody says how a request came
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

INSTALLED_APPS = [
    "citytocity.website",
    "citytocity.reports",
    "citytocity.ratings",
    "citytocity.funders",
    "citytocity.dossiers",
    "citytocity.newsletter",
    "citytocity.opendata",
    "citytocity.planning",
    "citytocity.newsroom",
    "citytocity.review",
    "citytocity.contributions",
    "citytocity.translation",
    "citytocity.wire",
    "citytocity.figures",
    "citytocity.stories",
    "citytocity.confirmation",
    "citytocity.spreadsheets",
    "citytocity.visits",
    "citytocity.links",
    "citytocity.contacts",
    "citytocity.protocol",
    "citytocity.money",
    "citytocity.ledger",
    "citytocity.people",
    "citytocity.cities",
    "citytocity.sources",
    "citytocity.design",
    "citytocity.mail",
    "citytocity.machines",
    "citytocity.outside",
    "citytocity.papers",
    "citytocity.readings",
    "citytocity.languages",
    "citytocity.dates",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_countries",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "citytocity.website.busy.BusyMiddleware",
    "citytocity.website.security.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "citytocity.website.locales.PersonsLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "citytocity.people.middleware.SecondProofMiddleware",
    "citytocity.stories.doors.AdminDoors",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "citytocity.design.access.ReadingSettingsMiddleware",
]

ROOT_URLCONF = "citytocity.config.urls"
WSGI_APPLICATION = "citytocity.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "citytocity.website.navigation.page_furniture",
            ],
        },
    }
]

# --- database: SQLite in the data folder, or PostgreSQL by DATABASE_URL ---
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'citytocity.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
ON_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if not ON_SQLITE and DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise dj_database_url.UnknownSchemeError(os.environ["DATABASE_URL"].split(":")[0])
if ON_SQLITE:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA busy_timeout=5000; PRAGMA mmap_size=8388608; PRAGMA cache_size=-4000;"
        ),
    }
else:
    # To compile a question of many conditions takes longer than to answer it; and one row of what
    # is in memory or on a solid disk is found as quickly as the next.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c random_page_cost=1.1"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PAGE_CACHE = env_flag("PAGE_CACHE", "1")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CACHE_DIR / "shared",
    },
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 600,
    },
}

# Wagtail's own tasks (search and reference index) run at once; slow jobs wait for the worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# --- who signs in ---
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "citytocity.people.backends.MembershipBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth's pages do
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
ACCOUNT_ADAPTER = "citytocity.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's link has confirmed the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # passkeys work on 127.0.0.1 without HTTPS
SECOND_PROOF = env_flag("SECOND_PROOF", "1" if SECURE else "0")
# How often strangers may write to us from one address, and we to one address of theirs.
ACCOUNT_RATE_LIMITS = {
    "contribution-draft": "60/h/key",
    "contribution-autosave": "400/h/key",
    "contribution-sent": "10/h/key,30/d/key",
    "contribution-sent-unproved": "3/h/key,8/d/key",
    "contribution-letter": "6/d/key",
    "review-comment": "40/h/key",
    "review-invite": "20/d/key",
    "confirmation-answer": "40/h/key",
    "confirmation-ask": "60/d/key",
    "newsletter-sign-up": "10/h/key,30/d/key",
    "newsletter-letter": "3/h/key,6/d/key",
    "newsletter-test": "20/h/key,60/d/key",
}
OPEN_DATA_QUESTIONS = 120  # a minute, from one address
ALTCHA_HMAC_KEY = f"altcha:{SECRET_KEY}"
ALTCHA_CHALLENGE_EXPIRE = 6 * 3600 * 1000  # a long text takes hours
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_flag("BEHIND_PROXY") else 0
SOCIALACCOUNT_ADAPTER = "citytocity.people.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the town hall's own sign-in knows its people
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "town-hall",
                "name": env("OIDC_NAME", SITE_NAME),
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": env("OIDC_SECRET"),
                "settings": {"server_url": env("OIDC_SERVER"), "oauth_pkce_enabled": True},
            }
        ]
        if env("OIDC_SERVER")
        else []
    }
}
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "website/password.html"  # noqa: S105 a template's name
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = WAGTAIL_PASSWORD_REQUIRED_TEMPLATE
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- languages ---
LANGUAGE_CODE = env("LANGUAGE", "en")
CONTENT_CODES = env_list("LANGUAGES", "en,ru,de,it,fr,zh-hans")
if unknown := [code for code in CONTENT_CODES if code not in CONTENT_LANGUAGES]:
    raise ImproperlyConfigured(
        f"CITYTOCITY_LANGUAGES names unknown languages: {', '.join(unknown)}. "
        f"Known are: {', '.join(CONTENT_LANGUAGES)}."
    )
if LANGUAGE_CODE not in CONTENT_CODES:
    raise ImproperlyConfigured(
        f"CITYTOCITY_LANGUAGE is {LANGUAGE_CODE!r}, which CITYTOCITY_LANGUAGES does not list."
    )
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(code, CONTENT_LANGUAGES[code]) for code in CONTENT_CODES]
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    (code, name) for code, name in LANGUAGES if code in {"en", "ru", "de", "it", "fr", "zh-hans"}
]
LOCAL_LANGUAGE_NAMES = LOCAL_NAMES
# A translation that was only begun is a draft: readers get the original, which says so.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_I18N_ENABLED = True
# Without names that browsers do not know, as "localtime" and "Factory".
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(z for z in zoneinfo.available_timezones() if "/" in z)]
USE_I18N = True
# English days as our pages say them, also in the admin: Django's own are those of America.
FORMAT_MODULE_PATH = "citytocity.dates.formats"
TIME_ZONE = env_time_zone("TIME_ZONE", "UTC")
USE_TZ = True

# --- files ---
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What strangers send, until it is accepted: no address leads there.
    "contributions": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "contributions", "base_url": None},
    },
    # What officers bring for the register: each file is for its officer alone.
    "spreadsheets": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "spreadsheets", "base_url": None},
    },
    "staticfiles": {"BACKEND": "citytocity.design.storage.FrontEndStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- pictures and editing ---
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "citytocity.stories.images.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = env_number("DOCUMENT_MEGABYTES", "25") * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "citytocity.stories.documents.DocumentForm"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no request leaves for a third party
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_SLIM_SIDEBAR = True
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "citytocity.website.ranking"
        if ON_SQLITE
        else "wagtail.search.backends.database",
        "SEARCH_CONFIG": "simple",  # words are stemmed by the room `languages`, in every language
    }
}
SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W003"]

# --- visits ---
VISIT_DATA_DAYS = env_number("VISIT_DATA_DAYS", "180")

# --- letters ---
EMAIL_PROVIDER = chosen_provider()
if EMAIL_PROVIDER:
    INSTALLED_APPS.append("anymail")
    EMAIL_BACKEND_USUAL = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
elif env("EMAIL_HOST"):
    EMAIL_BACKEND_USUAL = "citytocity.mail.backends.EmailBackend"
else:
    EMAIL_BACKEND_USUAL = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_BACKEND = env("EMAIL_BACKEND", EMAIL_BACKEND_USUAL)
ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True, **env_pairs("EMAIL_PROVIDER_OPTIONS")}
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = env_number("EMAIL_PORT", "25")
EMAIL_HOST_USER = env("EMAIL_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD")
EMAIL_USE_TLS = env_flag("EMAIL_TLS")
EMAIL_USE_SSL = env_flag("EMAIL_SSL")
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("Set CITYTOCITY_EMAIL_TLS or CITYTOCITY_EMAIL_SSL, not both.")
EMAIL_TIMEOUT = 10  # seconds; a mail server that is silent must not hold whoever waits for it
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "noreply@localhost")
EMAIL_PACE = env("EMAIL_PACE", "own")
EMAIL_BOUNCES = env("EMAIL_BOUNCES")
EMAIL_BOUNCES_MAILDIR = env("EMAIL_BOUNCES_MAILDIR")
DKIM_SELECTOR = env("DKIM_SELECTOR")
DKIM_DOMAIN = env("DKIM_DOMAIN")
DKIM_KEY = env("DKIM_KEY")

# --- a machine that drafts translations ---
TRANSLATOR = env_choice("TRANSLATOR", "", "libretranslate", "deepl")
TRANSLATOR_URL = env("TRANSLATOR_URL")
TRANSLATOR_KEY = env("TRANSLATOR_KEY")
TRANSLATOR_UNREAD = env_flag("TRANSLATOR_UNREAD")

# --- what is written down while it runs: no names, no addresses ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "citytocity.website.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env_log_level("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django_tasks": {"level": "WARNING"},
    },
}

UNKNOWN_VARIABLES = unknown_variables()  # `citytocity check` tells them
