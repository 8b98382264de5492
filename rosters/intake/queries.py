"""Reading uploads: their rows, how their columns were understood, who is missing.

Also whether an old spreadsheet can be read at all, found out where it can do no harm.
"""

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from audit.models import AuditRecord
from rosters.intake.models import GoneLine, RosterUpload, UploadRow
from rosters.intake.report import Verdict
from rosters.intake.rules.columns import Column
from rosters.intake.rules.states import STALLED_AFTER, UploadState

# What changes people, their posts or their units; everything else leaves verdicts as they are.
_SUBJECTS = ("person", "unit", "posting", "credential", "recruitment", "personmerge", "unitchange")
_IMPORTS = ("import_people", "undo_upload")
_LEFT = (Verdict.REJECTED, Verdict.DECISION)
_SECONDS = 60
_READ_ALL = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""


@dataclass(frozen=True)
class Reconciliation:
    """Rows of a file = added + changed + unchanged + rejected + needs a decision + left out."""

    rows: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    decision: int
    left_out: int

    def __post_init__(self) -> None:
        parts = self.added + self.changed + self.unchanged
        parts += self.rejected + self.decision + self.left_out
        assert parts == self.rows, "every row has one verdict"


@dataclass(frozen=True)
class ColumnChoice:
    """A label of the file and what it is read as. `samples` are masked.

    column      what it is read as; empty when it is not used
    guessed     what it would be read as without anybody's word
    remembered  whether an earlier file of the same sender decided it
    """

    label: str
    samples: tuple[str, ...]
    guessed: str
    column: str
    remembered: bool
    chosen: bool


def people_mark() -> int:
    """Grows whenever people, posts or units change: the number of the audit record."""
    about = Q(subject_type__in=[f"rosters.{name}" for name in _SUBJECTS])
    changes = AuditRecord.objects.filter(about | Q(action__in=_IMPORTS))
    newest = changes.exclude(action__in=["export", "unmask", "print"]).order_by("-number")
    return int(next(iter(newest.values_list("number", flat=True)[:1]), 0))


def has_aged(upload: RosterUpload) -> bool:
    """Whether people changed since the verdicts of a preview were found."""
    return upload.state == UploadState.READY and upload.people_mark != people_mark()


def is_stale(upload: RosterUpload) -> bool:
    """Whether something was chosen or typed that the verdicts do not know yet."""
    return bool(upload.summary.get("stale"))


def has_stalled(upload: RosterUpload, now: datetime) -> bool:
    """Whether nobody seems to be reading or applying the file."""
    busy = {UploadState.WAITING, UploadState.READING, UploadState.APPLYING}
    touched = upload.touched_at or upload.uploaded_at
    return upload.state in busy and touched <= now - STALLED_AFTER


def rows_of(upload: RosterUpload, verdict: str = "", q: str = "") -> QuerySet[UploadRow]:
    """The rows of a preview in the order of the file."""
    rows = upload.rows.order_by("position")
    if verdict:
        rows = rows.filter(verdict=verdict)
    return rows.filter(Q(name__contains=q) | Q(unit_name__contains=q)) if q else rows


def left_rows(upload: RosterUpload) -> QuerySet[UploadRow]:
    """The rows that are not taken as they are: rejected ones, and those that nobody decided."""
    return upload.rows.filter(verdict__in=_LEFT).order_by("position")


def reconciliation(upload: RosterUpload) -> Reconciliation:
    """The sum that always adds up, counted from the rows that are stored."""
    counted = dict(upload.rows.order_by().values_list("verdict").annotate(n=Count("pk")))
    parts = {str(verdict): counted.get(verdict, 0) for verdict in Verdict}
    return Reconciliation(rows=upload.rows.count(), **parts)


def columns_of(upload: RosterUpload) -> list[ColumnChoice]:
    """Every labelled column of the file, in its order."""
    return [
        ColumnChoice(
            label=told["label"],
            samples=tuple(told["samples"]),
            guessed=told["guessed"],
            column=told["column"],
            remembered=told["remembered"],
            chosen=told["label"] in upload.mapping,
        )
        for told in upload.summary.get("columns", [])
    ]


def gone_of(upload: RosterUpload) -> QuerySet[GoneLine]:
    """Who was in the last delivery and is missing from this one."""
    lines = upload.gone.select_related("person", "unit")
    return lines.order_by(F("unit__order"), F("person__pinyin"), "pk")


def column_choices() -> list[Column]:
    """What a label may be read as."""
    return [column for column in Column if column is not Column.UNUSED]


def last_delivery(upload: RosterUpload) -> RosterUpload | None:
    """What the same sender delivered last of the same kind, and still stands."""
    before: QuerySet[Any] = RosterUpload.objects.filter(
        state=UploadState.APPLIED, unit=upload.unit_id, list_kind=upload.list_kind
    )
    return before.exclude(pk=upload.pk).order_by("-applied_at", "-pk").first()


def survives_reading(content: bytes) -> bool:
    """Whether the reader gets through an .xls file without giving up, aborting or hanging.

    A damaged length in the old format can make the reader ask for more memory than there is, and
    that ends its process at once, with everything else the process was doing. So a process of its
    own goes first.
    """
    try:
        trial = subprocess.run(  # noqa: S603  our own program; the file is only its input
            [sys.executable, "-I", "-c", _READ_ALL],
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return trial.returncode == 0
