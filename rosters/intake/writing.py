"""Writes a plan to the database, and remembers what was there before.

The snapshot is JSON, compressed and sealed:
    created  table -> key -> fingerprint of the row as it was made
    updated  table -> key -> field -> [before, after]
"""

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import models

from rosters.intake.models import GoneLine, RosterUpload
from rosters.intake.planning import Plan
from rosters.people.models import (
    Credential,
    Person,
    Posting,
    Recruitment,
    StatusChange,
    Training,
)
from rosters.people.rules import pinyin_key
from rosters.people.sealing import seal_bytes, unseal_bytes
from rosters.units.models import Unit

# In the order in which rows can be made; they are taken away in the opposite one.
TABLES: tuple[type[models.Model], ...] = (
    Unit, Person, Posting, Recruitment, Credential, StatusChange, Training,
)  # fmt: skip
# Sealed anew with every key: no fact of a person.
SEALED = {"id_sealed", "id_lookup"}
_BATCH = 1_000
Rows = Sequence[models.Model]


def write_plan(
    plan: Plan, gone: Iterable[GoneLine], now: datetime, today: date, beat: Callable[[int], None]
) -> dict[str, Any]:
    """Writes units, then people, then what hangs on them; the snapshot of what was changed."""
    _end_service(plan, gone, today)
    _place_units(plan)
    for person in plan.created.get(Person, []):
        person.pinyin = pinyin_key(person.name)  # type: ignore[attr-defined]
    for change in plan.created.get(StatusChange, []):
        change.recorded_at = now  # type: ignore[attr-defined]
    done = 0
    for table in TABLES:
        for part in _parts(plan.created.get(table, [])):
            table._default_manager.bulk_create(part)
            done += len(part)
            beat(done)
        for part in _parts(list(plan.updated.get(table, {}).values())):
            _update(table, part, plan.before[table])
            done += len(part)
            beat(done)
    return snapshot(plan)


def _end_service(plan: Plan, gone: Iterable[GoneLine], today: date) -> None:
    """Those who are missing and of whom a person said what became of them."""
    for line in gone:
        person = plan.updated.get(Person, {}).get(line.person_id, line.person)
        change = StatusChange(person=person, status=line.status, since=line.since)
        plan.created.setdefault(StatusChange, []).append(change)
        if line.since is None or line.since > today:
            continue
        values = {"status": line.status, "status_since": line.since}
        before = plan.before.setdefault(Person, {}).setdefault(person.pk, {})
        for name, value in values.items():
            before.setdefault(name, getattr(person, name))
            setattr(person, name, value)
        plan.updated.setdefault(Person, {})[person.pk] = person


def _place_units(plan: Plan) -> None:
    """New units come last in the county's order. A tree is saved one by one, parents first."""
    last = Unit.objects.aggregate(last=models.Max("order"))["last"] or 0
    for order, unit in enumerate(plan.units, start=last + 1):
        unit.order = order
        unit.parent = unit.parent  # its key is known by now
        unit.save()


def _update(table: type[models.Model], rows: Rows, before: dict[int, dict[str, Any]]) -> None:
    """Writes the fields that changed in any of the rows.

    As an insert that meets the row itself: one pass for any number of rows, where a CASE for each
    field takes minutes.
    """
    fields = sorted({name for row in rows for name in before[row.pk]})
    table._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields
    )


def _parts(rows: Rows) -> Iterator[list[models.Model]]:
    left = iter(rows)
    while part := list(islice(left, _BATCH)):
        yield part


def snapshot(plan: Plan) -> dict[str, Any]:
    created = {table: plan.created.get(table, []) for table in TABLES} | {Unit: plan.units}
    return {
        "created": {
            table._meta.model_name: {row.pk: fingerprint(row) for row in rows}
            for table, rows in created.items()
            if rows
        },
        "updated": {
            table._meta.model_name: {
                row.pk: {
                    name: [plain(old), plain(getattr(row, name))]
                    for name, old in plan.before[table][row.pk].items()
                }
                for row in rows.values()
            }
            for table, rows in plan.updated.items()
        },
    }


def fingerprint(row: models.Model) -> int:
    """Changes when any field of the row does."""
    values = {
        field.attname: plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in SEALED
    }
    return zlib.crc32(json.dumps(values, ensure_ascii=False).encode())


def plain(value: Any) -> Any:
    """A field's value as JSON holds it; equal values give equal texts."""
    if isinstance(value, Decimal):
        return f"{value:.1f}"
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, str) else value


def keep_snapshot(upload: RosterUpload, taken: dict[str, Any]) -> None:
    upload.undo = seal_bytes(zlib.compress(json.dumps(taken, ensure_ascii=False).encode()))


def kept_snapshot(upload: RosterUpload) -> dict[str, Any]:
    assert upload.undo is not None
    found: dict[str, Any] = json.loads(zlib.decompress(unseal_bytes(bytes(upload.undo))))
    return found
