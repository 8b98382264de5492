"""The preview of an upload: verdicts as rows, who is missing, and how the file was understood."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from audit.rules import Refusal, canonical_json
from rosters.intake.bulk import insert_rows
from rosters.intake.kept import kept_roster, remembered, vocabulary_of
from rosters.intake.matching import Sender
from rosters.intake.models import GoneLine, RosterUpload, UploadRow
from rosters.intake.opening import Roster, Understood, kind_of_list
from rosters.intake.planning import Ground, Plan
from rosters.intake.queries import last_delivery, people_mark
from rosters.intake.report import RowVerdict, Verdict, counted, refusal_json
from rosters.intake.rules.columns import REASON_LABELS, USUAL, Column
from rosters.intake.rules.states import ListKind
from rosters.intake.settling import Beat, settled_plan
from rosters.people.models import Posting
from rosters.people.rules import SERVING
from rosters.units.models import Unit
from rosters.units.queries import unit_finder

_SHORT, _BATCH = 2_000, 2_000
_TAKEN = {Verdict.ADDED, Verdict.CHANGED, Verdict.UNCHANGED}
_COLUMNS = [
    "upload_id", "position", "sheet", "number", "verdict", "name", "unit_name", "changes",
    "reasons", "proposals", "choice", "corrections", "person_id",
]  # fmt: skip


@dataclass(frozen=True)
class Prepared:
    """What a file would do, how it was understood, and the state of the people found then.

    The cells of the file are let go of before the people are read: both at once are too much.
    """

    list_kind: ListKind
    columns: Sequence[Understood]
    skipped: Sequence[str]
    supplement: bool
    plan: Plan
    mark: int

    @property
    def digest(self) -> str:
        return verdicts_digest(self.plan.verdicts)


def ground_of(upload: RosterUpload | None, today: date) -> Ground:
    """What the rows of an upload are held against; without one, of a list of the whole county."""
    sender, names = None, Unit.objects.filter(dissolved_on=None).values_list("name", flat=True)
    choices: dict[tuple[str, int], str] = {}
    if upload is not None:
        chosen = upload.rows.exclude(choice="").values_list("sheet", "number", "choice")
        choices = {(sheet, number): choice for sheet, number, choice in chosen}
    if upload is not None and upload.unit is not None:
        inside = upload.unit.descendants(include_self=True).values_list("pk", flat=True)
        sender = Sender(upload.unit, frozenset(inside))
    return Ground(unit_finder(), list(names), today, sender, choices)


def prepare(upload: RosterUpload, today: date, beat: Beat) -> Prepared | Refusal:
    """Reads the kept file and says what applying it would do at this moment."""
    roster = kept_roster(upload)
    if isinstance(roster, Refusal):
        return roster
    rows, mark = roster.rows, people_mark()
    understood = (kind_of_list(rows), roster.columns(), roster.skipped, _comes_back(roster))
    del roster
    return Prepared(*understood, settled_plan(rows, ground_of(upload, today), beat), mark)


def verdicts_digest(lines: Sequence[RowVerdict]) -> str:
    """Says whether two plans would do the same, so that what was previewed is what is applied."""
    told = hashlib.sha256()
    for line in lines:
        changes = [(change.label, change.old, change.new) for change in line.changes]
        pk = line.person.pk if line.person else None
        told.update(canonical_json([line.where, line.verdict, pk, changes]).encode())
    return told.hexdigest()


def store_rows(upload: RosterUpload, lines: Sequence[RowVerdict], *, applied: bool = False) -> None:
    """Puts the verdicts in place of those before; what people chose and typed stays with its row.

    Rows of a short preview keep their keys, so that other windows which show them still do.
    """
    decided = {
        (sheet, number): (choice, corrections)
        for sheet, number, choice, corrections in _decided(upload.rows)
    }
    rows = _stored(upload, lines, decided, applied=applied)
    if len(lines) > _SHORT or not upload.rows.exists():
        upload.rows.all().delete()
        insert_rows(UploadRow, [*_COLUMNS], rows)
        return
    UploadRow.objects.bulk_create(
        [UploadRow(**dict(zip(_COLUMNS, row, strict=True))) for row in rows],
        update_conflicts=True,
        unique_fields=["upload", "position"],
        update_fields=_COLUMNS[2:],
    )
    upload.rows.filter(position__gt=len(lines)).delete()


def _decided(rows: "QuerySet[UploadRow]") -> Iterator[tuple[str, int, str, bytes | None]]:
    told = rows.exclude(choice="", corrections=None)
    yield from told.values_list("sheet", "number", "choice", "corrections")


def _stored(
    upload: RosterUpload,
    lines: Sequence[RowVerdict],
    decided: dict[tuple[str, int], tuple[str, bytes | None]],
    *,
    applied: bool,
) -> Iterator[tuple[Any, ...]]:
    """The columns of each row, in the order of `_COLUMNS`."""
    for position, line in enumerate(lines, start=1):
        choice, corrections = decided.get((line.row.sheet, line.row.number), ("", None))
        yield (
            upload.pk,
            position,
            line.row.sheet[:80],
            line.row.number,
            line.verdict,
            line.name[:100],
            line.unit[:100],
            [[change.label, change.old, change.new] for change in line.changes],
            [refusal_json(reason) for reason in line.reasons],
            [list(proposal) for proposal in line.proposals],
            choice,
            corrections,
            line.person.pk if applied and line.person and line.verdict in _TAKEN else None,
        )


def mark_people(upload: RosterUpload, lines: Sequence[RowVerdict]) -> None:
    """Notes with each stored row whom it was about; for a preview that was applied as it stood."""
    table = connection.ops.quote_name(UploadRow._meta.db_table)
    pairs = [
        (position, line.person.pk)
        for position, line in enumerate(lines, start=1)
        if line.person and line.verdict in _TAKEN
    ]
    with connection.cursor() as cursor:
        for at in range(0, len(pairs), _BATCH):
            values = ", ".join(f"({position}, {pk})" for position, pk in pairs[at : at + _BATCH])
            cursor.execute(
                f"UPDATE {table} SET person_id = v.column2 FROM (VALUES {values}) AS v "  # noqa: S608  numbers of ours
                f"WHERE {table}.upload_id = %s AND {table}.position = v.column1",
                [upload.pk],
            )


def store_gone(upload: RosterUpload, lines: Sequence[RowVerdict]) -> None:
    """Lists who is missing; a choice that was made of somebody stays."""
    chosen = {
        (line.person_id, line.unit_id): (line.status, line.since) for line in upload.gone.all()
    }
    upload.gone.all().delete()
    GoneLine.objects.bulk_create(
        GoneLine(upload=upload, person_id=person, unit_id=unit, status=status, since=since)
        for person, unit in missing(upload, lines)
        for status, since in [chosen.get((person, unit), ("", None))]
    )


def missing(upload: RosterUpload, lines: Sequence[RowVerdict]) -> list[tuple[int, int]]:
    """(person, unit) of those who were in the last delivery and still serve, but are not in this.

    Of a list of the whole county, only the units that it speaks of are looked at. Whoever bears
    the name of a row that was not taken may be meant by it, and is not missing yet.
    """
    last = last_delivery(upload)
    if last is None or not lines or upload.summary.get("supplement"):
        return []
    here = {line.person.pk for line in lines if line.person}
    doubtful = {line.name for line in lines if line.verdict not in _TAKEN}
    find, spoken_of = unit_finder(), {line.unit for line in lines}
    told = last.rows.exclude(person=None).order_by("position")
    gone: dict[tuple[int, int], None] = {}
    for person, name, unit_name in told.values_list("person", "name", "unit_name"):
        unit = find(unit_name)
        if unit is None or person in here or name in doubtful:
            continue
        if upload.unit_id is not None or unit.name in spoken_of:
            gone[person, unit.pk] = None
    return [pair for pair in gone if pair in _serving({person for person, _ in gone})]


def _serving(people: set[int]) -> set[tuple[int, int]]:
    """(person, unit) of the open postings of those who are in service."""
    serving: set[tuple[int, int]] = set()
    ordered = sorted(people)
    for at in range(0, len(ordered), _BATCH):
        postings = Posting.objects.filter(
            person__in=ordered[at : at + _BATCH],
            ended_on=None,
            person__status__in=SERVING,
            person__merged_into=None,
        )
        serving |= set(postings.values_list("person", "unit"))
    return serving


def store_preview(upload: RosterUpload, prepared: Prepared) -> None:
    """Stores verdicts, the missing, the columns and the sums; the caller saves the upload."""
    lines = prepared.plan.verdicts
    upload.list_kind = prepared.list_kind
    upload.counts = {"rows": len(lines), **counted(line.verdict for line in lines)}
    upload.summary = {
        "columns": columns_told(upload, prepared.columns),
        "skipped_sheets": list(prepared.skipped),
        "units_added": [unit.name for unit in prepared.plan.units],
        "digest": prepared.digest,
        "supplement": prepared.supplement,
    }
    upload.people_mark = prepared.mark
    store_rows(upload, lines)
    store_gone(upload, lines)


def columns_told(upload: RosterUpload, columns: Iterable[Understood]) -> list[dict[str, Any]]:
    """How each label is read, would be read, and whose word that is."""
    known, words = remembered(upload), vocabulary_of(upload)
    told = []
    for understood in columns:
        column = words.meaning(understood.label) or understood.column
        guessed = USUAL.meaning(understood.label)
        told.append(
            {
                "label": understood.label,
                "samples": list(understood.samples),
                "guessed": _named(guessed),
                "column": _named(column),
                "remembered": understood.label in known,
            }
        )
    return told


def _named(column: Column | None) -> str:
    return "" if column in {None, Column.UNUSED} else str(column)


def _comes_back(roster: Roster) -> bool:
    """Whether a file holds rows that came back from an earlier one: nobody else is missing then."""
    labels = {label for table in roster.tables for label in (*table.used, *table.unused)}
    return set(REASON_LABELS) <= labels
