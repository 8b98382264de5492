"""The one settings module. What differs between machines comes from the environment.

YINGZHI_SECRET_KEY  signs sessions and attempt tokens                       (required)
YINGZHI_ID_KEY      seals identity numbers; 64 hex digits                   (required)
YINGZHI_ID_KEYS_OLD earlier such keys, comma separated, until `manage.py rotate_keys` has finished
YINGZHI_SEALING     aes-256-gcm when unset, or sm4-gcm
YINGZHI_URL         address the platform is reached at, http://127.0.0.1:8000 when unset
DATABASE_URL        postgresql://...; an SQLite file under var/ when unset
YINGZHI_VAR         folder of everything that is not code; var/ beside manage.py when unset
YINGZHI_LAWS        folder of statute texts for the checks that use them; none when unset
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("YINGZHI_VAR", BASE_DIR / "var"))

SECRET_KEY = environment.required("YINGZHI_SECRET_KEY")
IDENTITY_KEY = environment.key("YINGZHI_ID_KEY")
IDENTITY_OLD_KEYS = environment.keys("YINGZHI_ID_KEYS_OLD")
SEALING = os.environ.get("YINGZHI_SEALING") or "aes-256-gcm"
PUBLIC_URL = os.environ.get("YINGZHI_URL", "http://127.0.0.1:8000").rstrip("/")

_public = urlsplit(PUBLIC_URL)
_https = _public.scheme == "https"

DEBUG = False
ALLOWED_HOSTS = [_public.hostname or "127.0.0.1", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "audit",
    "rosters",
    "questionbank",
    "quiz",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.forms",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_tasks_db",
    "tree_queries",
]

MIDDLEWARE = [
    "quiz.delivery.middleware.AnswersFirst",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "quiz.privacy.middleware.NoticeFirst",
    "quiz.privacy.middleware.LostKey",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rosters.accounts.context.navigation",
                "rosters.disclosure.context.purposes",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": environment.database(os.environ.get("DATABASE_URL", ""), VAR_DIR / "yingzhi.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The sign-in limits count failures across all workers, so the cache is shared between them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
        # One entry per account that signed in lately; the default of 300 would drop the counters.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "rosters.User"
AUTHENTICATION_BACKENDS = ["rosters.accounts.backends.RosterBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rosters.accounts.adapter.RosterAccountAdapter"
ACCOUNT_FORMS = {
    "login": "rosters.accounts.forms.SignInForm",
    "change_password": "rosters.accounts.forms.NewPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
# Phones drop browser sessions with every memory shortage; in an exam that must not sign anyone out.
ACCOUNT_SESSION_REMEMBER = True
# Whole offices share one address and sign in within one minute: only failures count against it.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/15m/key",
    "failures": "60/m/ip",
    "change_password": "5/m/user",
}
# Behind https there is one proxy of ours, which appends the caller's address.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _https else 0

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MAX_BYTES = 10 * 1024 * 1024

# Months after publication for which an exam's personal data are kept, unless it says otherwise.
RETENTION_MONTHS = 36

# Background jobs wait in the database for `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LAWS_DIR = Path(os.environ["YINGZHI_LAWS"]) if os.environ.get("YINGZHI_LAWS") else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
