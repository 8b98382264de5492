"""Many rows into one table at the speed of the database; no keys come back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(
    table: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """PostgreSQL: COPY; SQLite: one prepared statement. Lists and mappings are stored as JSON."""
    name = connection.ops.quote_name(table._meta.db_table)
    named = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({named}) FROM STDIN") as copy:
                for row in _plain(rows):
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        insert = f"INSERT INTO {name} ({named}) VALUES ({places})"  # noqa: S608  names of ours
        cursor.executemany(insert, _plain(rows))


def _plain(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield tuple(
            json.dumps(value, ensure_ascii=False)
            if isinstance(value, list | dict)
            else str(value)
            if isinstance(value, str)
            else value
            for value in row
        )
