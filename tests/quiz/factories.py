"""Plain functions that make questions, exams and papers for tests."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from audit.actions import SYSTEM
from audit.rules import Refusal, digest
from questionbank.laws.models import Law, LawVersion
from questionbank.questions.models import (
    Case,
    Citation,
    Option,
    Question,
    QuestionVersion,
    Review,
    Topic,
)
from questionbank.questions.rules import (
    CHOICE_KINDS,
    VERSION_KINDS,
    Difficulty,
    ItemKind,
    QuestionState,
    ReviewVerdict,
)
from quiz.assembly.actions import lock_exam
from quiz.assembly.models import BlueprintCell, Exam
from quiz.assembly.rules import Cell
from rosters.cohorts.models import Roster
from tests.factories import NOW, make_person, make_roster, make_unit

SEED = bytes(range(32))
EXAM_DAYS = {"starts_on": date(2026, 1, 1), "ends_on": date(2099, 12, 31)}

_numbers = count(1)

_KEYS = {
    ItemKind.SINGLE: "A",
    ItemKind.MULTIPLE: "AB",
    ItemKind.INDEFINITE: "AB",
    ItemKind.TRUE_FALSE: "T",
    ItemKind.BLANKS: "六十日/60日",
    ItemKind.SHORT: "要点一；要点二",
}


def make_law(short_title: str = "") -> LawVersion:
    """A law with one version."""
    short_title = short_title or f"第{next(_numbers)}号条例"
    law = Law.objects.create(title=f"中华人民共和国{short_title}", short_title=short_title)
    return LawVersion.objects.create(law=law, adopted_on=date(2021, 1, 22))


def make_question(
    kind: ItemKind = ItemKind.SINGLE,
    *,
    stem: str = "",
    options: Sequence[str] = (),
    key: str = "",
    difficulty: Difficulty = Difficulty.MEDIUM,
    topics: Iterable[Topic] = (),
    law: LawVersion | None = None,
    place: tuple[Case, int] | None = None,
    **fields: Any,
) -> QuestionVersion:
    """The current version of a new question; choice kinds get four options unless given.

    `place` is that of a sub-question in its case; `fields` are more columns of the version.
    """
    number = next(_numbers)
    stem = stem or f"第{number}题"
    if kind in CHOICE_KINDS:
        options = options or [f"第{number}题{word}项" for word in "甲乙丙丁"]
    key = key or _KEYS[kind]
    hashed = digest([kind, stem, list(options), key])
    case, position = place or (None, None)
    question = Question.objects.create(identity=hashed, case=case, case_position=position)
    version = QuestionVersion.objects.create(
        question=question,
        number=1,
        kind=kind,
        stem=stem,
        key=key,
        difficulty=difficulty,
        content_hash=hashed,
        **fields,
    )
    Option.objects.bulk_create(
        Option(version=version, letter=letter, text=text)
        for letter, text in zip("ABCDEFGH", options, strict=False)
    )
    question.topics.set(topics)
    if law is not None:
        Citation.objects.create(version=version, law_version=law, article="1")
    approve(version)
    return version


def make_case(
    *kinds: ItemKind, material: str = "", weights: Sequence[int] = ()
) -> list[QuestionVersion]:
    """The sub-questions of a new case; one single choice and one short unless given."""
    kinds = kinds or (ItemKind.SINGLE, ItemKind.SHORT)
    number = next(_numbers)
    case = Case.objects.create(code=f"案{number}")
    material = material or f"第{number}案的案情。"
    return [
        make_question(kind, place=(case, position), material=material, weight=weight)
        for position, (kind, weight) in enumerate(
            zip(kinds, weights or [1] * len(kinds), strict=True), start=1
        )
    ]


def approve(version: QuestionVersion) -> None:
    """Makes a version the current, approved one of its question."""
    Review.objects.create(version=version, verdict=ReviewVerdict.APPROVED, at=NOW)
    question = version.question
    question.current, question.state = version, QuestionState.APPROVED
    question.save()


def make_pool(**counts: int) -> list[QuestionVersion]:
    """Questions by kind: `make_pool(single=4, true_false=2)`; six of each when none is said."""
    counts = counts or {kind.value: 6 for kind in VERSION_KINDS}
    return [make_question(ItemKind(kind)) for kind, n in counts.items() for _ in range(n)]


def make_cell(
    kind: ItemKind = ItemKind.SINGLE,
    count: int = 2,
    marks: Decimal | int = 1,
    *,
    position: int = 1,
    difficulty: Difficulty | None = None,
    topics: Iterable[int] = (),
    laws: Iterable[int] = (),
) -> Cell:
    return Cell(
        position, kind, difficulty, frozenset(topics), frozenset(laws), count, Decimal(marks)
    )


def make_exam(
    roster: Roster | None = None,
    *,
    cells: Sequence[tuple[ItemKind, int, int]] = (
        (ItemKind.SINGLE, 3, 20),
        (ItemKind.MULTIPLE, 1, 20),
        (ItemKind.TRUE_FALSE, 1, 20),
    ),
    people: int = 2,
    **fields: Any,
) -> Exam:
    """A draft for the roster, else for a new one of `people` persons in one unit.

    `cells` are (kind, count, marks each); the bank is not filled.
    """
    if roster is None:
        unit = make_unit()
        roster = make_roster(*(make_person(unit=unit) for _ in range(people)))
    fields.setdefault("title", f"第{next(_numbers)}次考试")
    fields = EXAM_DAYS | fields
    exam = Exam.objects.create(roster=roster, **fields)
    for position, (kind, number, marks) in enumerate(cells, start=1):
        BlueprintCell.objects.create(
            exam=exam, position=position, kind=kind, count=number, marks=marks
        )
    return exam


def make_locked_exam(
    roster: Roster | None = None, *, seed: bytes = SEED, now: datetime = NOW, **fields: Any
) -> Exam:
    """An exam of `make_exam` with its papers drawn; fills an empty bank with `make_pool`."""
    if not Question.objects.exists():
        make_pool()
    exam = make_exam(roster, **fields)
    draw = lock_exam(actor=SYSTEM, exam=exam, seed=seed, now=now)
    assert not isinstance(draw, Refusal), draw
    return exam
