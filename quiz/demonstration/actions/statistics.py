"""Telling PostgreSQL how full its tables are, in the middle of the one transaction that fills them.

Its own worker sees none of the rows before the commit: it may note that the tables are empty, and
every later query would be planned for empty tables. ANALYZE sees the rows of its own transaction,
and keeps that worker away until the end of it.
"""

from django.db import connection


def refresh_statistics() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
