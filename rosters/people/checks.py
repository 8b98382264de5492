"""Refuses to start on a database whose identity numbers were sealed with another key."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from rosters.people.models import SealingKey
from rosters.people.queries import sealed_with_another_key


@register(Tags.database)
def check_identity_key(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Runs with `migrate`, and so with every start of `script/server`."""
    if not databases or SealingKey._meta.db_table not in connection.introspection.table_names():
        return []
    if not sealed_with_another_key():
        return []
    return [
        Error(
            "The identity numbers of this database are sealed with another key.",
            hint="Set YINGZHI_ID_KEY to the key that this database was begun with (var/keys.env).",
            id="rosters.E001",
        )
    ]
