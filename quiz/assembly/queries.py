"""Reading exams, blueprints and papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from string import ascii_uppercase

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from audit.rules import Refusal
from questionbank.laws.models import Law
from questionbank.questions.models import CELL_KIND_CHOICES, Option, QuestionVersion, Topic
from questionbank.questions.queries import approved_versions, load_pool
from questionbank.questions.rules import Difficulty, ItemKind, PoolItem, letters_kept_last
from quiz.assembly.models import BlueprintCell, Exam, Paper, PaperItem
from quiz.assembly.rules import (
    CasePart,
    Cell,
    ExamRules,
    MultipleRule,
    RetakeRule,
    bank_refusal,
    case_parts,
    objection,
)
from rosters.cohorts.models import Entry
from rosters.cohorts.queries import with_release

_KIND_LABELS = dict(CELL_KIND_CHOICES)


def exams_with_counts() -> QuerySet[Exam]:
    """Exams, newest first, with how many people are on the roster and how many papers exist."""

    def counted(rows: QuerySet) -> Coalesce:
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    entries = Entry.objects.filter(roster=OuterRef("roster")).order_by().values("roster")
    papers = Paper.objects.filter(exam=OuterRef("pk")).order_by().values("exam")
    return Exam.objects.select_related("roster").annotate(
        people=counted(entries), drawn=counted(papers)
    )


def load_rules(exam: Exam) -> ExamRules:
    return ExamRules(
        minutes=exam.minutes,
        cut_score=exam.cut_score,
        excellent_score=exam.excellent_score,
        attempts=exam.attempts,
        retake_rule=RetakeRule(exam.retake_rule),
        multiple_rule=MultipleRule(exam.multiple_rule),
        pledge=exam.pledge,
    )


def load_cells(exam: Exam) -> list[Cell]:
    """The saved blueprint, in three queries."""
    return [
        Cell(
            position=row.position,
            kind=ItemKind(row.kind),
            difficulty=Difficulty(row.difficulty) if row.difficulty else None,
            topic_ids=frozenset(topic.pk for topic in row.topics.all()),
            law_ids=frozenset(law.pk for law in row.laws.all()),
            count=row.count,
            marks=row.marks,
        )
        for row in exam.cells.order_by("position").prefetch_related("topics", "laws")
    ]


def cells_to_show(exam: Exam) -> QuerySet[BlueprintCell]:
    """The rows of the blueprint with what a table of them says."""
    return exam.cells.prefetch_related("topics", "laws").annotate(subtotal=F("count") * F("marks"))


def load_kept_last(pool: Iterable[PoolItem]) -> dict[int, str]:
    """Option letters that a shuffle leaves at the end, by version id; only where there are any.

    Of the questions of the pool and of the sub-questions of its cases.
    """
    asked = {part.version_id for item in pool for part in item.parts or (item,)}
    options = (
        Option.objects.filter(version__in=approved_versions())
        .order_by("version_id", "letter")
        .values_list("version_id", "text")
    )
    kept = {
        version_id: letters_kept_last([text for _, text in group])
        for version_id, group in groupby(options, key=itemgetter(0))
        if version_id in asked
    }
    return {version_id: letters for version_id, letters in kept.items() if letters}


def load_names() -> tuple[dict[int, str], dict[int, str]]:
    """Names of topics and titles of laws by id."""
    return (
        dict(Topic.objects.values_list("pk", "name")),
        dict(Law.objects.values_list("pk", "title")),
    )


def entries_to_examine(exam: Exam) -> QuerySet[Entry]:
    """The lines of the roster that have to sit: those without a release."""
    entries = with_exam_release(Entry.objects.filter(roster=exam.roster_id), exam)
    return entries.filter(release_kind="").order_by("number")


def with_exam_release(
    entries: QuerySet[Entry], exam: Exam, today: date | None = None
) -> QuerySet[Entry]:
    """Entries with `release_kind`, the release that holds to the exam's last day.

    What is decided after the exam (`today`) may still say of somebody that they were released.
    """
    begun_by = max(exam.ends_on, today) if today else exam.ends_on
    return with_release(entries, begun_by=begun_by, lasting_to=exam.ends_on)


@dataclass(frozen=True)
class Readiness:
    """What a draw would start from. `numbers` gives the entry id of each roster number."""

    cells: list[Cell]
    pool: list[PoolItem]
    numbers: dict[int, int]
    refusal: Refusal | None


def load_readiness(exam: Exam) -> Readiness:
    """Whether papers can be drawn now, and what stands in the way."""
    cells, pool = load_cells(exam), load_pool(exam.starts_on, exam.ends_on)
    numbers = dict(entries_to_examine(exam).values_list("number", "pk"))
    if not cells:
        refusal = Refusal("assembly.blueprint_empty", {"title": exam.title})
    elif not numbers:
        refusal = Refusal("assembly.nobody", {"roster": exam.roster.name})
    else:
        refusal = objection(load_rules(exam), cells) or bank_refusal(cells, pool)
    return Readiness(cells, pool, numbers, refusal)


def papers_of(exam: Exam, name: str = "") -> QuerySet[Paper]:
    """The papers in the order of drawing; `name` narrows to people or units that contain it."""
    papers = exam.papers.select_related("entry__unit").order_by("entry__number", "sequence")
    if name:
        papers = papers.filter(entry__name__contains=name) | papers.filter(
            entry__unit__name__contains=name
        )
    return papers


@dataclass(frozen=True)
class ShownOption:
    """`letter` is the author's, which answers use; `shown` is the one the candidate reads."""

    letter: str
    shown: str
    text: str


@dataclass(frozen=True)
class ShownItem:
    slot: int
    marks: Decimal
    version: QuestionVersion
    options: tuple[ShownOption, ...]
    case: CasePart | None

    @property
    def heading(self) -> str:
        """What the section of the paper is called that the slot stands in."""
        kind = ItemKind.CASE if self.case else ItemKind(self.version.kind)
        return str(_KIND_LABELS[kind])


@dataclass(frozen=True)
class ShownPaper:
    paper: Paper
    items: tuple[ShownItem, ...]


def load_paper(paper_id: int) -> ShownPaper | None:
    """A paper as its candidate sees it, options in the order shown, in three queries."""
    paper = Paper.objects.select_related("exam", "entry__unit").filter(pk=paper_id).first()
    if paper is None:
        return None
    rows = list(
        PaperItem.objects.filter(paper=paper)
        .order_by("slot")
        .select_related("version")
        .prefetch_related("version__options")
    )
    cases = case_parts([row.version.material for row in rows])
    return ShownPaper(paper, tuple(map(_shown, rows, cases)))


def _shown(row: PaperItem, case: CasePart | None) -> ShownItem:
    texts = {option.letter: option.text for option in row.version.options.all()}
    options = tuple(
        ShownOption(letter, shown, texts[letter])
        for shown, letter in zip(ascii_uppercase, row.option_order, strict=False)
    )
    return ShownItem(row.slot, row.marks, row.version, options, case)


@dataclass(frozen=True)
class Use:
    """An exam that asked some question versions: how many of them, and in how many papers."""

    exam: Exam
    versions: int
    papers: int


def load_uses(version_ids: Iterable[int]) -> list[Use]:
    """The exams with papers that hold any of the question versions, newest first. Two queries."""
    items = PaperItem.objects.filter(version__in=list(version_ids)).order_by()
    rows = items.values("paper__exam").annotate(
        asked=Count("version", distinct=True), papers=Count("paper", distinct=True)
    )
    counts = {row["paper__exam"]: (row["asked"], row["papers"]) for row in rows}
    exams = Exam.objects.filter(pk__in=counts).order_by("-starts_on", "-pk")
    return [Use(exam, *counts[exam.pk]) for exam in exams]


def drawn_versions() -> QuerySet[QuestionVersion]:
    """Question versions that stand in papers."""
    return QuestionVersion.objects.filter(pk__in=PaperItem.objects.order_by().values("version"))
