"""The file of an upload as it is kept, read with what people decided about columns and rows."""

import json
from collections.abc import Mapping
from dataclasses import replace

from audit.rules import Refusal
from rosters.intake.models import ColumnMemory, RosterUpload, UploadRow
from rosters.intake.opening import Roster, read_roster, typed_over
from rosters.intake.rules.columns import Column, Vocabulary
from rosters.intake.rules.tables import RawRow
from rosters.people.sealing import seal_bytes, unseal_bytes


def kept_roster(upload: RosterUpload) -> Roster | Refusal:
    """The file read with the columns that were chosen, and with what was typed over its cells."""
    if upload.sealed is None:
        return Refusal("intake.forgotten", {"filename": upload.filename})
    content = unseal_bytes(bytes(upload.sealed))
    roster = read_roster(content, upload.filename, vocabulary_of(upload))
    if isinstance(roster, Refusal):
        return roster
    typed = {
        (row.sheet, row.number): typed_texts(row)
        for row in upload.rows.filter(corrections__isnull=False)
    }
    tables = [replace(table, rows=typed_over(table.rows, typed)) for table in roster.tables]
    return replace(roster, tables=tables)


def raw_row(row: UploadRow) -> RawRow | Refusal:
    """The cells of one row, to be shown for correction."""
    roster = kept_roster(row.upload)
    if isinstance(roster, Refusal):
        return roster
    found = (r for r in roster.rows if (r.sheet, r.number) == (row.sheet, row.number))
    return next(found, None) or Refusal("intake.row_moved", {"where": f"{row.sheet}!{row.number}"})


def vocabulary_of(upload: RosterUpload) -> Vocabulary:
    """How labels are read: as chosen for this file, else as its sender's or the county's were."""
    return Vocabulary(remembered(upload) | _columns(upload.mapping))


def remembered(upload: RosterUpload) -> dict[str, Column]:
    known = ColumnMemory.objects.filter(unit=upload.unit_id).values_list("label", "column")
    return _columns(dict(known))


def typed_texts(row: UploadRow) -> dict[Column, str]:
    """What was typed over the cells of a row, by column."""
    if row.corrections is None:
        return {}
    return _columns_of(json.loads(unseal_bytes(bytes(row.corrections))))


def sealed_texts(texts: Mapping[Column, str]) -> bytes | None:
    if not texts:
        return None
    return seal_bytes(json.dumps(dict(texts), ensure_ascii=False).encode())


def _columns(chosen: Mapping[str, str]) -> dict[str, Column]:
    """Label -> column; a label without one is not used."""
    return {label: Column(name or Column.UNUSED) for label, name in chosen.items()}


def _columns_of(texts: Mapping[str, str]) -> dict[Column, str]:
    return {Column(name): text for name, text in texts.items()}
