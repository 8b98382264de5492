"""Reads the settings that differ between machines from the environment, and nothing else."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class MissingSetting(RuntimeError):
    """A variable that the platform cannot run without is not set."""


def required(name: str) -> str:
    """The value of a variable that has no safe default."""
    value = os.environ.get(name, "")
    if not value:
        raise MissingSetting(
            f"Environment variable {name} is not set. `script/server` makes it in var/keys.env; "
            f"load that file or set {name} yourself."
        )
    return value


def key(name: str) -> str:
    """A required variable of 64 hex digits."""
    value = required(name)
    if not re.fullmatch("[0-9a-fA-F]{64}", value):
        raise MissingSetting(f"{name} must be 64 hex digits, as `openssl rand -hex 32` prints.")
    return value


def keys(name: str) -> list[str]:
    """Keys of 64 hex digits each, separated by commas; none when the variable is not set."""
    values = [value.strip() for value in os.environ.get(name, "").split(",") if value.strip()]
    if not all(re.fullmatch("[0-9a-fA-F]{64}", value) for value in values):
        raise MissingSetting(f"{name} must be keys of 64 hex digits, separated by commas.")
    return values


def database(url: str, default_file: Path) -> dict[str, Any]:
    """Django's DATABASES entry for `postgresql://user:pass@host:port/name`, or SQLite when empty.

    SQLite runs in WAL mode with IMMEDIATE transactions, so that a writer waits its turn instead
    of failing half-way through; `synchronous=FULL` keeps "acknowledged means durable" true there.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": default_file,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise MissingSetting(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a statement takes seconds where running it takes tenths of one.
        "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(parts.query)),
    }
