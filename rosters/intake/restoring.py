"""Takes an import back: what stands in the way of that, and putting every row back as it was."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from audit.rules import Refusal
from rosters.intake.models import GoneLine, RosterUpload, UploadRow
from rosters.intake.report import label_of
from rosters.intake.rules.states import UploadState
from rosters.intake.writing import SEALED, TABLES, fingerprint, plain
from rosters.people.models import Person

Snapshot = Mapping[str, Any]
_BATCH = 500
# What an upload keeps about itself does not stand on it.
_OWN_RECORDS = {UploadRow, GoneLine}


def in_the_way(upload: RosterUpload, taken: Snapshot) -> Refusal | None:
    """Why an import cannot be undone any more, naming the first thing that stands on it."""
    return (
        _later_upload(upload, taken)
        or next(_changed_since(upload, taken), None)
        or next(_standing_on(upload, taken), None)
    )


def put_back(taken: Snapshot) -> None:
    """Restores what was changed, then takes away what was added, last things first."""
    for table in TABLES:
        changed = taken["updated"].get(table._meta.model_name, {})
        for part in _parts(sorted(map(int, changed))):
            rows = list(table._default_manager.filter(pk__in=part))
            for row in rows:
                for name, (old, _) in changed[str(row.pk)].items():
                    setattr(row, name, row._meta.get_field(name).to_python(old))
            names = sorted({name for row in rows for name in changed[str(row.pk)]})
            table._default_manager.bulk_create(
                rows, update_conflicts=True, unique_fields=["pk"], update_fields=names
            )
    for table in reversed(TABLES):
        for part in _parts(_created(taken, table)):
            rows_ = table._base_manager.filter(pk__in=part)
            rows_._raw_delete(rows_.db)  # nothing hangs on them: that was looked at before


def _later_upload(upload: RosterUpload, taken: Snapshot) -> Refusal | None:
    """An upload that was applied afterwards to the same people."""
    touched = {*_created(taken, Person), *map(int, taken["updated"].get("person", {}))}
    touched |= set(upload.rows.exclude(person=None).values_list("person", flat=True))
    later = UploadRow.objects.filter(
        upload__state=UploadState.APPLIED,
        upload__applied_at__gte=upload.applied_at,
        upload__pk__gt=upload.pk,
        verdict__in=["added", "changed"],
    )
    for part in _parts(sorted(touched)):
        row = later.filter(person__in=part).select_related("upload").first()
        if row is not None:
            facts = {"filename": upload.filename, "later": row.upload.filename}
            return Refusal("intake.undo_later_upload", facts)
    return None


def _changed_since(upload: RosterUpload, taken: Snapshot) -> Iterator[Refusal]:
    """Fields that no longer hold what the import wrote, and added rows that changed or are gone."""
    for table in TABLES:
        name = table._meta.model_name
        changed = taken["updated"].get(name, {})
        for part in _parts(sorted(map(int, changed))):
            found = table._default_manager.in_bulk(part)
            for pk in part:
                for field, (_, new) in changed[str(pk)].items():
                    row = found.get(pk)
                    if row is None or (field not in SEALED and plain(getattr(row, field)) != new):
                        yield _changed(upload, row, field)
        created = taken["created"].get(name, {})
        for part in _parts(sorted(map(int, created))):
            found = table._default_manager.in_bulk(part)
            for pk in part:
                row = found.get(pk)
                if row is None or fingerprint(row) != created[str(pk)]:
                    yield _changed(upload, row, "")


def _changed(upload: RosterUpload, row: models.Model | None, field: str) -> Refusal:
    what = str(row._meta.verbose_name) if row is not None else ""
    facts = {
        "filename": upload.filename,
        "what": label_of(row, field) if row is not None and field else what,
        "who": str(getattr(row, "person", row) or ""),
    }
    return Refusal("intake.undo_changed", facts)


def _standing_on(upload: RosterUpload, taken: Snapshot) -> Iterator[Refusal]:
    """Rows of any table that point to one that the import added, and were not added by it."""
    for table in TABLES:
        keys = _created(taken, table)
        for model, field in _pointing_to(table) if keys else ():
            own = set(_created(taken, model))
            for part in _parts(keys):
                pointing = model._base_manager.filter(**{f"{field}__in": part})
                for row in pointing.select_related(field):
                    if row.pk not in own:
                        yield _held(upload, row, getattr(row, field))


def _pointing_to(table: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models(include_auto_created=True):
        if model in _OWN_RECORDS:
            continue
        for field in model._meta.concrete_fields:
            if field.remote_field and field.remote_field.model is table:
                yield model, field.name


def _held(upload: RosterUpload, row: models.Model, target: models.Model) -> Refusal:
    facts = {
        "filename": upload.filename,
        "who": str(getattr(target, "person", target)),
        "what": str(row._meta.verbose_name),
    }
    return Refusal("intake.undo_held", facts)


def _created(taken: Snapshot, table: type[models.Model]) -> list[int]:
    if table not in TABLES:
        return []
    return sorted(map(int, taken["created"].get(table._meta.model_name, {})))


def _parts(keys: Sequence[int]) -> Iterator[list[int]]:
    for at in range(0, len(keys), _BATCH):
        yield list(keys[at : at + _BATCH])
