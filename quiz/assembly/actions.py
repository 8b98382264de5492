"""Creating an exam, changing its plan, and drawing its papers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from audit.actions import Actor, record
from audit.rules import Refusal, canonical_json
from questionbank.questions.queries import load_pool
from questionbank.questions.rules import PoolItem
from quiz.assembly import queries
from quiz.assembly.models import BlueprintCell, Exam, Paper, PaperItem
from quiz.assembly.rules import (
    PRESETS,
    Cell,
    DrawnItem,
    ExamRules,
    ExamState,
    Stock,
    bank_refusal,
    days_objection,
    inputs_document,
    objection,
    total_marks,
)
from quiz.drawing.actions import new_seed
from quiz.drawing.models import Draw
from quiz.drawing.rules import ALGORITHM, paper_hash, result_hash
from rosters.cohorts.models import Roster

ROWS_AT_A_TIME = 5000

DrawnPaper = tuple[str, Paper, tuple[DrawnItem, ...]]
"""Candidate key, paper, its items."""


def create_exam(
    *,
    actor: Actor,
    title: str,
    roster: Roster,
    starts_on: date,
    ends_on: date,
    preset: str = "county",
    pledge: str = "",
) -> Exam | Refusal:
    """A draft with the rules and cells of a preset. The bank need not be able to fill it yet."""
    if refusal := days_objection(starts_on, ends_on):
        return refusal
    chosen = PRESETS[preset]
    try:
        with transaction.atomic():
            exam = Exam.objects.create(
                title=title,
                roster=roster,
                starts_on=starts_on,
                ends_on=ends_on,
                created_by_id=actor.pk,
                **asdict(chosen.rules) | {"pledge": pledge},
            )
            _replace_cells(exam, chosen.cells)
            record(actor=actor, action="create_exam", subject=exam, facts={"preset": preset})
            return exam
    except IntegrityError:
        return Refusal("assembly.title_taken", {"title": title})


def update_exam(*, actor: Actor, exam: Exam, rules: ExamRules, title: str = "") -> Refusal | None:
    """Changes the rules of a draft, and its title if one is given."""
    return save_plan(
        actor=actor, exam=exam, rules=rules, cells=queries.load_cells(exam), title=title
    )


def save_plan(
    *,
    actor: Actor,
    exam: Exam,
    rules: ExamRules,
    cells: Sequence[Cell],
    title: str = "",
    days: tuple[date, date] | None = None,
) -> Refusal | None:
    """Replaces rules and blueprint of a draft together, so that scores and marks can agree.

    Changes its title and its days too if they are given.
    """
    first, last = days or (exam.starts_on, exam.ends_on)
    fields = asdict(rules) | {"title": title or exam.title, "starts_on": first, "ends_on": last}
    if refusal := days_objection(first, last):
        return refusal
    try:
        with transaction.atomic():
            if not Exam.objects.filter(pk=exam.pk, state=ExamState.DRAFT).update(**fields):
                return Refusal("assembly.locked", {"title": exam.title})
            if refusal := _plan_refusal(exam, rules, cells, load_pool(first, last)):
                transaction.set_rollback(True)
                return refusal
            _replace_cells(exam, cells)
            facts = {"cells": len(cells), "marks": str(total_marks(cells))}
            facts |= {"starts_on": first.isoformat(), "ends_on": last.isoformat()}
            record(actor=actor, action="save_blueprint", subject=exam, facts=facts)
    except IntegrityError:
        return Refusal("assembly.title_taken", {"title": title})
    exam.refresh_from_db()
    return None


def _plan_refusal(
    exam: Exam, rules: ExamRules, cells: Sequence[Cell], pool: Sequence[PoolItem]
) -> Refusal | None:
    if not cells:
        return Refusal("assembly.blueprint_empty", {"title": exam.title})
    return objection(rules, cells) or bank_refusal(cells, pool)


def _replace_cells(exam: Exam, cells: Iterable[Cell]) -> None:
    exam.cells.all().delete()
    for position, cell in enumerate(cells, start=1):
        row = BlueprintCell.objects.create(
            exam=exam,
            position=position,
            kind=cell.kind,
            difficulty=cell.difficulty or "",
            count=cell.count,
            marks=cell.marks,
        )
        row.topics.set(cell.topic_ids)
        row.laws.set(cell.law_ids)


@transaction.atomic
def lock_exam(
    *, actor: Actor, exam: Exam, seed: bytes | None = None, now: datetime
) -> Draw | Refusal:
    """Draws a paper for every attempt of everybody who must sit, and freezes the exam.

    The state changes first, so that a second call waits for this one and is then refused.
    """
    drafts = Exam.objects.filter(pk=exam.pk, state=ExamState.DRAFT)
    if not drafts.update(state=ExamState.LOCKED, locked_at=now):
        return Refusal("assembly.locked", {"title": exam.title})
    exam.refresh_from_db()
    ready = queries.load_readiness(exam)
    if ready.refusal:
        transaction.set_rollback(True)
        return ready.refusal
    stock = Stock.of(ready.cells, ready.pool, queries.load_kept_last(ready.pool))
    draw = _draw(exam, stock, ready.numbers, seed or new_seed(), now)
    Exam.objects.filter(pk=exam.pk).update(draw=draw)
    exam.refresh_from_db()
    facts = {"seed": draw.seed, "inputs": draw.inputs_hash, "result": draw.result_hash}
    record(actor=actor, action="lock_exam", subject=exam, facts=facts)
    return draw


def _draw(exam: Exam, stock: Stock, numbers: dict[int, int], seed: bytes, now: datetime) -> Draw:
    """Draws and stores the papers; `numbers` gives the entry id of each roster number."""
    topics, laws = queries.load_names()
    inputs = canonical_json(
        inputs_document(
            roster_hash=exam.roster.content_hash,
            numbers=numbers,
            days=(exam.starts_on, exam.ends_on),
            rules=queries.load_rules(exam),
            stock=stock,
            topics=topics,
            laws=laws,
        )
    )
    papers = list(_draw_papers(exam, stock, numbers, seed))
    _store_papers(papers)
    return Draw.objects.create(
        algorithm=ALGORITHM,
        seed=seed.hex(),
        inputs=inputs,
        inputs_hash=sha256(inputs.encode()).hexdigest(),
        result_hash=result_hash((key, paper.content_hash) for key, paper, _ in papers),
        drawn_at=now,
    )


def _draw_papers(
    exam: Exam, stock: Stock, numbers: dict[int, int], seed: bytes
) -> Iterator[DrawnPaper]:
    for number, entry_id in numbers.items():
        for sequence in range(1, exam.attempts + 1):
            key = f"{number}/{sequence}"
            items = stock.paper(seed, key)
            lines = [(i.content_hash, i.marks, i.option_order) for i in items]
            paper = Paper(exam=exam, entry_id=entry_id, sequence=sequence)
            paper.content_hash = paper_hash(key, lines)
            yield key, paper, items


def _store_papers(papers: Sequence[DrawnPaper]) -> None:
    Paper.objects.bulk_create([paper for _, paper, _ in papers], batch_size=ROWS_AT_A_TIME)
    PaperItem.objects.bulk_create(
        (
            PaperItem(
                paper=paper,
                slot=slot,
                version_id=item.version_id,
                marks=item.marks,
                option_order=item.option_order,
            )
            for _, paper, items in papers
            for slot, item in enumerate(items, start=1)
        ),
        batch_size=ROWS_AT_A_TIME,
    )
