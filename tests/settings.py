"""Settings of the tests: the real ones, with keys made for this run."""

import os
import secrets
import tempfile

os.environ.setdefault("YINGZHI_SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("YINGZHI_ID_KEY", secrets.token_hex(32))
os.environ.setdefault("YINGZHI_VAR", tempfile.mkdtemp(prefix="yingzhi-test-"))

from config.settings import *  # noqa: F403

# Hashing real passwords hundreds of times would be most of the run; the hasher is Django's own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files straight from the source folders, so that no collectstatic is needed first.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# A live server's threads would keep their connections past the end of the tests, and PostgreSQL
# drops no database that somebody is connected to.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405

# Background jobs are done at once; the tests of the worker choose the real way.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# A file, as in use: several connections to SQLite's shared memory do not wait for each other.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "tests.sqlite3"}  # noqa: F405
