"""The statement that every saved answer goes through, for both databases.

The attempt is checked and the answers are inserted by one statement. On PostgreSQL it takes the
attempt's row FOR SHARE: a closer's UPDATE waits until the answers are committed and then sees
them, and a saver that comes after the closer finds the attempt closed. SQLite has one writer at a
time, which gives the same. Outside a transaction the statement commits itself, so whatever is
reported as stored is durable.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.utils import InterfaceError, OperationalError

from quiz.delivery.models import Attempt, JournalEntry
from quiz.delivery.rules import Answer, AttemptState

_POSTGRES = """
WITH running AS (
    SELECT id, ends_at FROM quiz_attempt
    WHERE id = %s AND device = %s AND state = 'progress' AND ends_at > %s
    FOR SHARE
), stored AS (
    INSERT INTO quiz_journalentry
        (attempt_id, device, sequence, slot, answer, client_at, received_at)
    SELECT running.id, %s, new.sequence, new.slot, new.answer, new.client_at, %s
    FROM running,
        unnest(%s::int[], %s::smallint[], %s::text[], %s::timestamptz[])
        AS new(sequence, slot, answer, client_at)
    ON CONFLICT DO NOTHING
    RETURNING sequence
)
SELECT ends_at, ARRAY(SELECT sequence FROM stored) FROM running
"""
Stored = tuple[datetime, list[int]]


def insert_if_running(
    attempt_id: int, device: int, answers: Sequence[Answer], now: datetime
) -> Stored | None:
    """The attempt's end and the sequence numbers stored just now; None when it is not running.

    A connection that a restarted database left behind is opened anew, once: saving twice is
    harmless, so the second try needs no knowledge of how far the first one came.
    """
    insert = _insert_postgres if connection.vendor == "postgresql" else _insert_sqlite
    try:
        return insert(attempt_id, device, answers, now)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return insert(attempt_id, device, answers, now)


def _insert_postgres(
    attempt_id: int, device: int, answers: Sequence[Answer], now: datetime
) -> Stored | None:
    import psycopg

    connection.ensure_connection()
    raw: Any = connection.connection
    columns = (
        [a.sequence for a in answers],
        [a.slot for a in answers],
        [a.answer for a in answers],
        [a.client_at for a in answers],
    )
    # Django switches preparing off on its connections; this one statement gains from it.
    threshold, raw.prepare_threshold = raw.prepare_threshold, 0
    try:
        with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
            values = (attempt_id, device, now, device, now, *columns)
            cursor.execute(_POSTGRES, values, prepare=True)
            row = cursor.fetchone()
    finally:
        raw.prepare_threshold = threshold
    return (row[0], row[1]) if row else None


def _insert_sqlite(
    attempt_id: int, device: int, answers: Sequence[Answer], now: datetime
) -> Stored | None:
    # Transactions begin IMMEDIATE (config.environment), so the check holds until the commit.
    with transaction.atomic():
        running = Attempt.objects.filter(
            pk=attempt_id, device=device, state=AttemptState.IN_PROGRESS, ends_at__gt=now
        )
        ends_at = running.values_list("ends_at", flat=True).first()
        if ends_at is None:
            return None
        before = stored_contents(attempt_id, device, [a.sequence for a in answers])
        new = {a.sequence: a for a in reversed(answers) if a.sequence not in before}
        JournalEntry.objects.bulk_create(
            JournalEntry(
                attempt_id=attempt_id,
                device=device,
                sequence=a.sequence,
                slot=a.slot,
                answer=a.answer,
                client_at=a.client_at,
                received_at=now,
            )
            for a in new.values()
        )
    return ends_at, list(new)


def stored_contents(
    attempt_id: int, device: int, sequences: list[int]
) -> dict[int, tuple[int, str]]:
    """(slot, answer) of those sequence numbers that are already in the journal."""
    rows = JournalEntry.objects.filter(
        attempt_id=attempt_id, device=device, sequence__in=sequences
    ).values_list("sequence", "slot", "answer")
    return {sequence: (slot, answer) for sequence, slot, answer in rows}
