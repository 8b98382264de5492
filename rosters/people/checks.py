"""Refuses to start where sealed values could not be read, and says which key is meant."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from rosters.people.models import SealingKey
from rosters.people.queries import missing_keys
from rosters.people.sealing import AlgorithmMissing, fingerprint, require_algorithm, short


@register()
def check_sealing(**_: Any) -> list[CheckMessage]:
    """An algorithm that the library lacks is never replaced by another one silently."""
    try:
        require_algorithm(settings.SEALING)
    except AlgorithmMissing as missing:
        return [
            Error(
                f"YINGZHI_SEALING asks for {settings.SEALING}: {missing}",
                hint="Install a cryptography library that offers it, or unset YINGZHI_SEALING.",
                id="rosters.E002",
            )
        ]
    return []


@register(Tags.database)
def check_identity_key(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Runs with `migrate`, and so with every start of `script/server`."""
    if not databases or not _has_keys():
        return []
    missing = missing_keys()
    if missing:
        named = ", ".join(short(one) for one in missing)
        return [
            Error(
                "The identity numbers of this database are sealed with another key: "
                f"{named} is not there.",
                hint="Set YINGZHI_ID_KEY to the key that this database was begun with "
                "(var/keys.env), or add the key to YINGZHI_ID_KEYS_OLD.",
                id="rosters.E001",
            )
        ]
    return _unfinished()


def _unfinished() -> list[CheckMessage]:
    """A reminder while a key other than the current one still seals something."""
    older = SealingKey.objects.exclude(fingerprint=fingerprint())
    if not older.exists():
        return []
    named = ", ".join(short(row.fingerprint) for row in older)
    return [
        Warning(
            f"Values sealed by the key {named} may still be on file.",
            hint="Run `python manage.py rotate_keys`; then that key is no longer needed.",
            id="rosters.W001",
        )
    ]


def remember_key(**_: Any) -> None:
    """After each migration the database knows the key by which it is sealed from now on."""
    if _has_keys() and not missing_keys():
        SealingKey.objects.get_or_create(fingerprint=fingerprint())


def _has_keys() -> bool:
    return SealingKey._meta.db_table in connection.introspection.table_names()
