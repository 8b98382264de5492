"""Taking over results of an exam sat elsewhere: kept, looked at, applied once, never changed."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from audit.actions import Actor, hold_chain, record
from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.official.models import OfficialImport, OfficialResult
from quiz.official.queries import Reading, is_published, load_report
from quiz.official.rules import Line, Marks, Report, RowVerdict, find_lines, read_line
from rosters.intake.opening import refuse_size
from rosters.intake.sheets import read_sheets
from rosters.people.queries import sealed_with_another_key
from rosters.people.sealing import seal_bytes, unseal_bytes

KEPT_FOR = timedelta(days=1)
MOST_ROWS = 50_000


def keep_import(
    *,
    actor: Actor,
    exam: Exam,
    title: str,
    source: str,
    document: str,
    filename: str,
    content: bytes,
    now: datetime,
    sat_on: date | None = None,
    pass_mark: Decimal | None = None,
    excellent_mark: Decimal | None = None,
) -> OfficialImport | Refusal:
    """Keeps a readable list, sealed, until it is applied or a day old."""
    lines = _refused_unread(exam, content, filename) or _read(content, filename)
    if isinstance(lines, Refusal):
        return lines
    with transaction.atomic():
        forget_old_lists(now=now)
        kept = OfficialImport.objects.create(
            exam=exam,
            title=title.strip(),
            source=source.strip(),
            document=document.strip(),
            sat_on=sat_on,
            pass_mark=pass_mark,
            excellent_mark=excellent_mark,
            filename=filename[-200:],
            digest=hashlib.sha256(content).hexdigest(),
            sealed=seal_bytes(content),
            rows=len(lines),
            imported_by_id=actor.pk,
            imported_at=now,
        )
        facts = {"exam": exam.pk, "digest": kept.digest}
        record(actor=actor, action="keep_official_results", subject=kept, facts=facts)
    return kept


def _refused_unread(exam: Exam, content: bytes, filename: str) -> Refusal | None:
    if is_published(exam):
        return Refusal("official.published", {"exam": exam.title})
    if sealed_with_another_key():
        return Refusal("intake.foreign_key", {"filename": filename})
    return refuse_size(len(content), filename)


def _read(content: bytes, filename: str) -> list[Line] | Refusal:
    """Every row about somebody, of all sheets that have a header."""
    sheets = read_sheets(content)
    if isinstance(sheets, Refusal):
        return Refusal(sheets.code, {**sheets.facts, "filename": filename})
    tables = [lines for sheet in sheets if (lines := find_lines(sheet)) is not None]
    lines = [line for table in tables for line in table]
    if not tables:
        return Refusal("official.no_header", {"filename": filename})
    if not lines:
        return Refusal("official.no_rows", {"filename": filename})
    if len(lines) > MOST_ROWS:
        return Refusal("official.too_many_rows", {"rows": len(lines), "limit": MOST_ROWS})
    return lines


def preview_import(*, kept: OfficialImport, now: datetime) -> Report | Refusal:
    """What applying would do at this moment. Raises SealBroken when the key is missing."""
    read, today = _readings(kept, now), timezone.localdate(now)
    return read if isinstance(read, Refusal) else load_report(kept.exam, read, today)


def _readings(kept: OfficialImport, now: datetime) -> list[tuple[Line, Reading]] | Refusal:
    """Every row and what it says. That takes time, and needs no transaction."""
    if kept.applied_at or kept.sealed is None:
        return Refusal("official.applied", {"document": kept.document})
    lines = _read(unseal_bytes(bytes(kept.sealed)), kept.filename)
    if isinstance(lines, Refusal):
        return lines
    marks, today = Marks(kept.pass_mark, kept.excellent_mark), timezone.localdate(now)
    return [(line, read_line(line, marks, kept.sat_on, today)) for line in lines]


def apply_import(*, actor: Actor, kept: OfficialImport, now: datetime) -> Report | Refusal:
    """Takes over every row that counts, in one transaction; of two tabs, one does it."""
    read = _readings(kept, now)
    if isinstance(read, Refusal):
        return read
    with transaction.atomic():
        exam = Exam.objects.select_for_update().get(pk=kept.exam_id)
        if is_published(exam):
            return Refusal("official.published", {"exam": exam.title})
        hold_chain()
        if not OfficialImport.objects.filter(pk=kept.pk, applied_at=None).exists():
            return Refusal("official.applied", {"document": kept.document})
        report = load_report(exam, read, timezone.localdate(now))
        if not report.counts[RowVerdict.COUNTED]:
            return Refusal("official.nothing_counts", {"document": kept.document})
        _store(kept, report)
        kept.applied_at, kept.sealed = now, None
        kept.rows, kept.counts = len(report.rows), dict(report.counts)
        kept.save(update_fields=["applied_at", "sealed", "rows", "counts"])
        facts = {"exam": exam.pk, "digest": kept.digest, "rows": kept.rows, **kept.counts}
        record(actor=actor, action="import_official_results", subject=kept, facts=facts)
        return report


def _store(kept: OfficialImport, report: Report) -> None:
    OfficialResult.objects.bulk_create(
        [
            OfficialResult(
                source=kept,
                exam_id=kept.exam_id,
                entry_id=row.entry_id,
                passed=row.result.passed,
                excellent=row.result.excellent,
                score=row.result.score,
                sat_on=row.result.sat_on,
            )
            for row in report.rows
            if row.verdict is RowVerdict.COUNTED and row.result
        ],
        batch_size=500,
    )


@transaction.atomic
def discard_import(*, actor: Actor, kept: OfficialImport) -> Refusal | None:
    """Gives up a list that was not applied."""
    hold_chain()
    waiting = OfficialImport.objects.filter(pk=kept.pk, applied_at=None)
    if not waiting.exists():
        return Refusal("official.applied", {"document": kept.document})
    facts = {"exam": kept.exam_id, "digest": kept.digest}
    record(actor=actor, action="discard_official_results", subject=kept, facts=facts)
    waiting.delete()
    return None


def forget_old_lists(*, now: datetime) -> int:
    """Deletes lists that were not applied within a day; how many were."""
    old = OfficialImport.objects.filter(applied_at=None, imported_at__lte=now - KEPT_FOR)
    return old.delete()[0]
