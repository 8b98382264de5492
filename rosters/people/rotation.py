"""Sealing everything anew by the current key and algorithm, while the platform runs.

Batch by batch, each in a transaction of its own: whatever stops it, the next run goes on where it
ended, because a sealed value says itself how it was sealed. Both keys are in the ring meanwhile, so
that values are read and people found under either.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Func, QuerySet

from audit.actions import Actor, hold_chain, record
from rosters.people.models import SealingKey
from rosters.people.queries import missing_keys
from rosters.people.sealing import (
    HEADER,
    KeyMissing,
    SealBroken,
    SealedField,
    current_header,
    fingerprint,
    lookup,
    seal_bytes,
    short,
    unseal_bytes,
)

BATCH = 200


@dataclass(frozen=True)
class Column:
    """A sealed column; `label` is that of its model with its name: rosters.person.id_sealed."""

    model: type[models.Model]
    field: SealedField

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field.name}"


@dataclass
class Rotation:
    """What came of it. Rows in `left` could not be sealed anew; their key is still needed."""

    resealed: dict[str, int] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)


def sealed_columns() -> list[Column]:
    """Every sealed column of the platform, whichever room it is in."""
    return [
        Column(model, column)
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, SealedField)
    ]


def outdated(column: Column) -> QuerySet[models.Model]:
    """Rows whose value is not sealed by the current key and algorithm, in the order of keys."""
    head = Func(F(column.field.name), 1, HEADER, function="SUBSTR")
    head.output_field = models.BinaryField()
    rows = column.model._default_manager.filter(**{f"{column.field.name}__isnull": False})
    return rows.annotate(sealed_by=head).exclude(sealed_by=current_header()).order_by("pk")


def count_outdated() -> dict[str, int]:
    return {column.label: outdated(column).count() for column in sealed_columns()}


def rotate(*, actor: Actor, report: Callable[[str, int], None]) -> Rotation:
    """Seals all columns anew, then forgets the keys that nothing is sealed by any more.

    `report` is told of each column and of how many rows of it are done. Raises KeyMissing before
    anything is touched when the ring lacks a key that this database was sealed with.
    """
    for missing in missing_keys():
        raise KeyMissing(short(missing))
    SealingKey.objects.get_or_create(fingerprint=fingerprint())
    rotation = Rotation()
    for column in sealed_columns():
        for done in _rotate_column(column, rotation):
            report(column.label, done)
    _finish(actor, rotation)
    return rotation


def _rotate_column(column: Column, rotation: Rotation) -> Iterator[int]:
    """Batch after batch, going on behind the rows that had to be left; yields the rows so far."""
    last = done = 0
    while keys := list(outdated(column).filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        last = keys[-1]
        done += _rotate_batch(column, keys, rotation)
        rotation.resealed[column.label] = done
        yield done


@transaction.atomic
def _rotate_batch(column: Column, keys: Iterable[int], rotation: Rotation) -> int:
    """Seals some rows anew under a lock; how many. Values are read again, for they may be gone."""
    name, by_lookup = column.field.name, column.field.lookup
    rows = outdated(column).filter(pk__in=keys).only(name).select_for_update()
    changed = []
    for row in rows:
        try:
            plain = unseal_bytes(bytes(getattr(row, name)))
        except SealBroken:
            rotation.left.setdefault(column.label, []).append(row.pk)
            continue
        setattr(row, name, seal_bytes(plain))
        if by_lookup:
            setattr(row, by_lookup, lookup(plain.decode()))
        changed.append(row)
    changed = _without_taken(column, changed, rotation)
    fields = [name, by_lookup] if by_lookup else [name]
    column.model._default_manager.bulk_update(changed, fields, batch_size=BATCH)
    return len(changed)


def _without_taken(
    column: Column, rows: list[models.Model], rotation: Rotation
) -> list[models.Model]:
    """Leaves a row whose new hash another row bears already: two rows are about one person."""
    by_lookup = column.field.lookup
    if not by_lookup:
        return rows
    hashes = {getattr(row, by_lookup): row.pk for row in rows}
    bearers = column.model._default_manager.filter(**{f"{by_lookup}__in": hashes})
    taken = {
        hashes[value] for value, pk in bearers.values_list(by_lookup, "pk") if pk != hashes[value]
    }
    rotation.left.setdefault(column.label, []).extend(sorted(taken))
    return [row for row in rows if row.pk not in taken]


@transaction.atomic
def _finish(actor: Actor, rotation: Rotation) -> None:
    """Drops the fingerprints of earlier keys once nothing is sealed by them, and records it."""
    hold_chain()
    rotation.left = {label: pks for label, pks in rotation.left.items() if pks}
    older = SealingKey.objects.exclude(fingerprint=fingerprint())
    if not any(count_outdated().values()):
        rotation.dropped = [short(row.fingerprint) for row in older]
        older.delete()
    if rotation.dropped or any(rotation.resealed.values()):
        facts = {
            "resealed": rotation.resealed,
            "left": {label: len(pks) for label, pks in rotation.left.items()},
            "dropped": rotation.dropped,
        }
        key = SealingKey.objects.get(fingerprint=fingerprint())
        record(actor=actor, action="rotate_keys", subject=key, facts=facts)
