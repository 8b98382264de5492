"""What a question file would do to the bank as it is now, and the preview of one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Count, QuerySet

from audit.models import AuditRecord
from audit.rules import Refusal
from questionbank.exchange.documents import read_bank
from questionbank.exchange.models import ImportItem, QuestionImport
from questionbank.exchange.report import ItemVerdict, QuestionsReport
from questionbank.exchange.rules.blocks import read_blocks
from questionbank.exchange.rules.items import ParsedItem, RejectedItem, judge
from questionbank.exchange.rules.lines import Line
from questionbank.exchange.rules.mending import read_one
from questionbank.exchange.rules.reading import Reading
from questionbank.exchange.rules.states import STALLED_AFTER, ImportState
from questionbank.exchange.rules.verdicts import DROPPED, refusal_of, settle
from questionbank.exchange.weighing import Scales
from questionbank.laws.rules import LawDeclaration
from questionbank.questions.rules import Draft, Verdict

Item = ParsedItem | RejectedItem
Writes = list[tuple[int | None, Draft]]
_OWN_STEPS = ("stage_import", "mend_import", "compare_import")


@dataclass(frozen=True)
class Plan:
    """The report of an import and all that applying it writes; None as id adds a question.

    held  the items of a preview that are held back, by row, and why
    """

    report: QuestionsReport
    declarations: list[LawDeclaration]
    writes: Writes
    held: dict[int, Refusal] = field(default_factory=dict)


def plan_import(
    content: bytes, filename: str, on: date, answers: tuple[bytes, str] | None = None
) -> Plan | Refusal:
    """Reads a file and compares it with the bank; `on` decides which law versions are in force."""
    reading = read_bank(content, filename, answers)
    return reading if isinstance(reading, Refusal) else plan_reading(reading, filename, on)


def plan_reading(reading: Reading, filename: str, on: date) -> Plan:
    """What the items of a reading would do to the bank."""
    items = in_order(reading)
    verdicts, writes = _decide(items, Scales(reading.declarations, filename, on))
    report = QuestionsReport(
        len(items), tuple(verdicts), tuple(reading.unread), tuple(reading.remarks)
    )
    return Plan(report, reading.declarations, writes)


def in_order(reading: Reading) -> list[Item]:
    """All items in the order of the file; those that contradict others as what they say."""
    items: list[Item] = [*reading.parsed]
    items += [judge(item.raw).item if item.raw else item for item in reading.rejected]
    return sorted(items, key=lambda item: (item.line.sheet, item.line.number))


def _decide(items: Sequence[Item], scales: Scales) -> tuple[list[ItemVerdict], Writes]:
    weighed = [scales.weigh(item) for item in items]
    verdicts: list[ItemVerdict] = []
    writes: Writes = []
    for item, known, settled in zip(items, weighed, settle(weighed), strict=True):
        verdict, reason = settled
        content = item.content if isinstance(item, ParsedItem) else None
        stem, kind = (content.stem, content.kind) if content else (item.stem, None)
        verdicts.append(
            ItemVerdict(item.line, item.number, verdict, stem, kind, reason, known.remarks)
        )
        if verdict in (Verdict.ADDED, Verdict.CHANGED) and known.draft:
            writes.append((known.question, known.draft))
    return verdicts, writes


def plan_staged(upload: QuestionImport, on: date) -> Plan:
    """What the items of a preview would do now, those that were dropped left out."""
    rows = list(upload.items.filter(dropped=False))
    declared = declarations_of(upload)
    verdicts, writes = _decide(
        [item_of(row) for row in rows], Scales(declared, upload.filename, on)
    )
    held = {
        row.pk: entry.reason
        for row, entry in zip(rows, verdicts, strict=True)
        if entry.verdict is Verdict.REJECTED and entry.reason
    }
    report = QuestionsReport(len(verdicts), tuple(verdicts), ())
    return Plan(report, declared, writes, held)


def item_of(row: ImportItem) -> Item:
    """What the text of an item says, at the place where it was read.

    An item that was held back as it was read, and that nobody has mended since, stays held back
    whatever its text says.
    """
    item = read_one(row.text)
    line = Line(row.line, row.original, row.sheet)
    flaw = refusal_of(row.weighed.get("flaw"))
    if flaw and not row.edited and not row.weighed.get("sound"):
        stem = item.content.stem if isinstance(item, ParsedItem) else item.stem
        return RejectedItem(line, item.number, flaw, stem, item.raw)
    return replace(item, line=line)


def declarations_of(upload: QuestionImport) -> list[LawDeclaration]:
    lines = [Line(n, line) for n, line in enumerate(upload.head.split("\n"), 1)]
    return [declared for _, declared in read_blocks(lines).declarations]


def bank_mark() -> int:
    """Grows whenever the bank, its laws or its lists change: the number of the audit record."""
    changes = AuditRecord.objects.filter(subject_type__startswith="questionbank.")
    newest = changes.exclude(action__in=_OWN_STEPS).order_by("-number").values_list("number")
    return int(next(iter(newest[:1]), (0,))[0])


def preview_counts(upload: QuestionImport) -> dict[str, int]:
    """Items by verdict, `dropped` among them, `items` in all, and how many are `similar`."""
    rows = upload.items.order_by().values_list("verdict").annotate(n=Count("pk"))
    found = dict(rows)
    counts = {verdict: found.get(verdict, 0) for verdict in (*map(str, Verdict), DROPPED)}
    similar = upload.items.filter(similar__isnull=False, verdict=Verdict.ADDED).count()
    return {"items": sum(found.values()), **counts, "similar": similar}


def preview_items(upload: QuestionImport, chosen: str) -> QuerySet[ImportItem]:
    """The items with one verdict, or the similar ones, or all."""
    items = upload.items.select_related("similar").order_by("position")
    if chosen == "similar":
        return items.filter(similar__isnull=False, verdict=Verdict.ADDED)
    return items.filter(verdict=chosen) if chosen else items


def has_stalled(upload: QuestionImport, now: datetime) -> bool:
    """Whether nobody seems to be reading the file."""
    underway = upload.state in (ImportState.WAITING, ImportState.READING)
    return underway and now - upload.touched_at >= STALLED_AFTER
