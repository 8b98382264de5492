"""Rows of an exam that is ready to be sat, made without the rooms that normally draw it."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from questionbank.questions.models import Option, Question, QuestionVersion
from questionbank.questions.rules import CHOICE_KINDS, ItemKind
from quiz.assembly.models import Exam, Paper, PaperItem
from quiz.assembly.rules import ExamState, MultipleRule
from quiz.delivery.models import Attempt
from quiz.delivery.queries import load_sheet, shape_of
from quiz.delivery.rules import AttemptState
from quiz.delivery.tokens import AttemptToken, make_token
from quiz.scheduling.models import Batch, Candidate
from rosters.people.models import Person
from tests.factories import NOW, make_person, make_roster
from tests.quiz.factories import EXAM_DAYS, approve

HOUR = timedelta(hours=1)
PLEDGE = "我承诺独立作答，遵守考试纪律。"
# kind, stem, key, option texts, option order
FIVE_KINDS = [
    (ItemKind.SINGLE, "行政处罚由谁设定？", "B", ["甲", "乙", "丙", "丁"], "CBDA"),
    (ItemKind.MULTIPLE, "下列哪些属于行政处罚？", "ABD", ["警告", "罚款", "罚金", "拘留"], "DACB"),
    (ItemKind.TRUE_FALSE, "没有法定依据的处罚无效。", "T", [], ""),
    (ItemKind.BLANKS, "当场收缴的罚款应当在＿＿内交至＿＿。", "二日\n行政机关/机关", [], ""),
    (ItemKind.SHORT, "简述听证程序的适用范围。", "较大数额罚款等。", [], ""),
]
MATERIAL = "某县市场监督管理局查处一家食品店，\n当事人要求听证。"
# The same with what else the version says: a case of two, and blanks that may come in any order.
NEW_KINDS = [
    (ItemKind.INDEFINITE, "可以作出何种处罚？", "AC", ["警告", "拘役", "罚款"], "CAB",
     {"material": MATERIAL}),
    (ItemKind.SHORT, "是否应当听证？", "应当。", [], "", {"material": MATERIAL, "weight": 2}),
    (ItemKind.BLANKS, "处罚遵循＿＿、＿＿原则。", "公正\n公开", [], "", {"unordered": True}),
]  # fmt: skip

_numbers = count(1)


def make_version(
    kind: ItemKind, stem: str, key: str, options: list[str], **fields: Any
) -> QuestionVersion:
    number = next(_numbers)
    question = Question.objects.create(identity=f"{number:064}")
    version = QuestionVersion.objects.create(
        question=question, number=1, kind=kind, stem=stem, key=key,
        content_hash=f"{number:064}", **fields,
    )  # fmt: skip
    Option.objects.bulk_create(
        Option(version=version, letter=chr(ord("A") + n), text=text)
        for n, text in enumerate(options)
    )
    approve(version)
    return version


def make_exam(
    *people: Person,
    kinds: list = FIVE_KINDS,
    opens_at: datetime = NOW - HOUR,
    closes_at: datetime = NOW + 3 * HOUR,
    minutes: int = 60,
    attempts: int = 1,
    pledge: str = PLEDGE,
    multiple_rule: MultipleRule = MultipleRule.HALF,
    title: str = "",
) -> Exam:
    """A locked exam with a paper for each person and all of them in one batch; not released."""
    roster = make_roster(*(people or [make_person()]))
    exam = Exam.objects.create(
        title=title or f"第{next(_numbers)}次法律知识考试", roster=roster, state=ExamState.LOCKED,
        minutes=minutes, attempts=attempts, pledge=pledge, multiple_rule=multiple_rule,
        locked_at=NOW - HOUR, **EXAM_DAYS,
    )  # fmt: skip
    batch = Batch.objects.create(
        exam=exam, number=1, capacity=500, opens_at=opens_at, closes_at=closes_at
    )
    versions = [
        (make_version(*row, **(more[0] if more else {})), order)
        for *row, order, more in ((*row[:5], row[5:]) for row in kinds)
    ]
    for entry in roster.entries.all():
        Candidate.objects.create(exam=exam, entry=entry, batch=batch)
        for sequence in range(1, attempts + 1):
            make_paper(exam, entry, versions, sequence)
    return exam


def make_paper(exam, entry, versions, sequence: int) -> Paper:
    paper = Paper.objects.create(exam=exam, entry=entry, sequence=sequence, content_hash="0" * 64)
    PaperItem.objects.bulk_create(
        PaperItem(
            paper=paper, slot=slot, version=version, marks=Decimal(2),
            option_order=order if version.kind in CHOICE_KINDS else "",
        )
        for slot, (version, order) in enumerate(versions, start=1)
    )  # fmt: skip
    return paper


def make_attempts(exam: Exam) -> list[Attempt]:
    """What releasing the exam makes: an attempt for each paper."""
    candidates = dict(exam.candidates.values_list("entry_id", "pk"))
    return Attempt.objects.bulk_create(
        Attempt(paper=paper, candidate_id=candidates[paper.entry_id])
        for paper in exam.papers.order_by("entry", "sequence")
    )


def make_running(exam: Exam | None = None, *, started_at: datetime = NOW) -> Attempt:
    """The first attempt of an exam, started on device 1 and ending an hour later."""
    attempt = make_attempts(exam or make_exam())[0]
    attempt.state = AttemptState.IN_PROGRESS
    attempt.pledged_at = attempt.started_at = started_at
    attempt.ends_at = started_at + HOUR
    attempt.device = 1
    attempt.save()
    return attempt


def token_of(attempt: Attempt, device: int | None = None) -> str:
    shape = shape_of(load_sheet(attempt.paper_id))
    return make_token(AttemptToken(attempt.pk, device or attempt.device, shape))
