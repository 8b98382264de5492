"""What a candidate sees: the paper in its drawn order, the answers that count, the receipt."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet

from audit.rules import digest
from questionbank.questions.models import Option
from questionbank.questions.rules import CHOICE_KINDS, SEVERAL_KINDS, ItemKind
from quiz.assembly.models import Exam, Paper, PaperItem
from quiz.assembly.queries import entries_to_examine
from quiz.assembly.rules import CasePart, ExamState, case_parts
from quiz.delivery.models import Attempt, JournalEntry
from quiz.delivery.rules import (
    CLOSED_STATES,
    Admission,
    AttemptState,
    Given,
    encode_shape,
    last_by_slot,
    unanswered,
)
from quiz.scheduling.models import Batch, Candidate
from rosters.cohorts.queries import current_release
from rosters.cohorts.queries.releases import release_kind


@dataclass(frozen=True)
class SheetOption:
    """`letter` is the authored one that is stored; `label` the one this candidate sees."""

    label: str
    letter: str
    text: str


@dataclass(frozen=True)
class SheetItem:
    slot: int
    kind: ItemKind
    stem: str
    marks: Decimal
    options: tuple[SheetOption, ...]
    blanks: int
    case: CasePart | None = None

    @property
    def several(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.kind in SEVERAL_KINDS

    @property
    def size(self) -> int:
        """Number of options or blanks, for the shape of the paper."""
        return len(self.options) or self.blanks


@dataclass(frozen=True)
class Receipt:
    """What a candidate keeps of a closed attempt. `code` proves time and answers."""

    attempt_id: int
    code: str
    closed_at: datetime
    answered: int
    slots: int
    by_clock: bool


def load_sheet(paper_id: int) -> tuple[SheetItem, ...]:
    """The questions of a paper as its candidate sees them; never the key."""
    rows = list(
        PaperItem.objects.filter(paper_id=paper_id)
        .order_by("slot")
        .values_list(
            "slot", "marks", "option_order", "version_id",
            "version__kind", "version__stem", "version__key", "version__material",
        )
    )  # fmt: skip
    cases = case_parts([row[-1] for row in rows])
    texts = _option_texts([row[3] for row in rows if row[4] in CHOICE_KINDS])
    return tuple(
        SheetItem(
            slot=slot,
            kind=ItemKind(kind),
            stem=stem,
            marks=marks,
            options=_shown_options(order, texts.get(version_id, {})),
            blanks=len(key.split("\n")) if kind == ItemKind.BLANKS else 0,
            case=case,
        )
        for (slot, marks, order, version_id, kind, stem, key, _), case in zip(
            rows, cases, strict=True
        )
    )


def _option_texts(version_ids: list[int]) -> dict[int, dict[str, str]]:
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Option.objects.filter(version_id__in=version_ids)
    for version_id, letter, text in rows.values_list("version_id", "letter", "text"):
        texts[version_id][letter] = text
    return texts


def _shown_options(order: str, texts: dict[str, str]) -> tuple[SheetOption, ...]:
    return tuple(
        SheetOption(chr(ord("A") + position), letter, texts[letter])
        for position, letter in enumerate(order or "".join(sorted(texts)))
    )


def shape_of(sheet: Iterable[SheetItem]) -> str:
    """What the attempt token says about the paper."""
    return encode_shape((item.kind, item.size) for item in sheet)


def last_answers(attempt_id: int) -> dict[int, Given]:
    """The answer that counts for each slot that has one."""
    return _last_given(JournalEntry.objects.filter(attempt_id=attempt_id))


def answers_seen(attempt_id: int, device: int, sequence: int) -> dict[int, Given]:
    """What counted for each slot when `sequence` was the last one of the device."""
    until = Q(device__lt=device) | Q(device=device, sequence__lte=sequence)
    return _last_given(JournalEntry.objects.filter(until, attempt_id=attempt_id))


def _last_given(journal: QuerySet[JournalEntry]) -> dict[int, Given]:
    rows = journal.values_list("device", "sequence", "slot", "answer", "received_at")
    return last_by_slot(
        (device, sequence, slot, Given(answer, received_at))
        for device, sequence, slot, answer, received_at in rows
    )


def last_sequence(attempt_id: int, device: int) -> int:
    """The highest sequence number a device has used; 0 before its first save."""
    journal = JournalEntry.objects.filter(attempt_id=attempt_id, device=device)
    return journal.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def admission_of(attempt: Attempt) -> Admission:
    """The facts that decide whether the attempt may start."""
    exam, batch, number = attempt.candidate.exam, attempt.candidate.batch, attempt.paper.sequence
    earlier: tuple[AttemptState, ...] = ()
    if number > 1:
        states = Attempt.objects.filter(
            candidate_id=attempt.candidate_id, paper__sequence__lt=number
        ).values_list("state", flat=True)
        earlier = tuple(AttemptState(state) for state in states)
    return Admission(
        state=AttemptState(attempt.state),
        opens_at=batch.opens_at,
        closes_at=batch.closes_at,
        pledge_needed=bool(exam.pledge.strip()),
        pledged=attempt.pledged_at is not None,
        released=_is_released(attempt.candidate),
        earlier=earlier,
    )


def _is_released(candidate: Candidate) -> bool:
    last_day = candidate.exam.ends_on
    return bool(current_release(candidate.entry_id, begun_by=last_day, lasting_to=last_day))


def receipt_code(attempt_id: int, closed_at: datetime, answers: dict[int, Given]) -> str:
    """Twelve letters over attempt, time of closing and final answers, in groups of four.

    Keyed with the server's secret: only this server can make one, and it can make it again from
    the journal to check a receipt that somebody holds.
    """
    final = {str(slot): given.answer for slot, given in answers.items() if given.answer}
    message = f"{attempt_id}|{closed_at.timestamp():.6f}|{digest(final)}"
    mac = hmac.new(f"receipt:{settings.SECRET_KEY}".encode(), message.encode(), hashlib.sha256)
    # 32 characters that cannot be taken for one another when read aloud or copied by hand.
    letters = [("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")[byte % 32] for byte in mac.digest()[:12]]
    return "-".join("".join(letters[n : n + 4]) for n in (0, 4, 8))


def receipt_of(attempt: Attempt) -> Receipt | None:
    """The receipt of an attempt that was closed and scored; None before that."""
    if not attempt.receipt or attempt.closed_at is None:
        return None
    slots = list(PaperItem.objects.filter(paper_id=attempt.paper_id).values_list("slot", flat=True))
    return Receipt(
        attempt_id=attempt.pk,
        code=attempt.receipt,
        closed_at=attempt.closed_at,
        answered=len(slots) - len(unanswered(slots, last_answers(attempt.pk))),
        slots=len(slots),
        by_clock=attempt.state == AttemptState.EXPIRED,
    )


@dataclass(frozen=True)
class MyExam:
    """An exam on the candidate's list: `now` is the attempt to act on, `closed` those behind it."""

    exam: Exam
    batch: Batch
    now: Attempt | None
    step: str  # wait, start, go_on, missed, released, done
    closed: tuple[Attempt, ...]


def my_exams(attempts: QuerySet[Attempt], now: datetime) -> list[MyExam]:
    """The exams of one candidate, those that can be sat now first, then the newest."""
    by_candidate: dict[int, list[Attempt]] = defaultdict(list)
    last_day = OuterRef("candidate__exam__ends_on")
    released = release_kind("candidate__entry", begun_by=last_day, lasting_to=last_day)
    attempts = attempts.annotate(release_kind=released)
    for attempt in attempts.order_by("-candidate__batch__opens_at", "paper__sequence"):
        by_candidate[attempt.candidate_id].append(attempt)
    exams = [_my_exam(group, now) for group in by_candidate.values()]
    urgency = {"go_on": 0, "start": 1, "wait": 2}
    return sorted(exams, key=lambda mine: urgency.get(mine.step, 3))


def _my_exam(attempts: list[Attempt], now: datetime) -> MyExam:
    candidate = attempts[0].candidate
    ended = [a for a in attempts if a.state in CLOSED_STATES or (a.ends_at and a.ends_at <= now)]
    current = next((a for a in attempts if a not in ended), None)
    if current is None:
        step = "done"
    elif current.state == AttemptState.IN_PROGRESS:
        step = "go_on"
    elif current.release_kind:
        step = "released"
    elif now < candidate.batch.opens_at:
        step = "wait"
    else:
        step = "start" if now < candidate.batch.closes_at else "missed" if not ended else "done"
    return MyExam(candidate.exam, candidate.batch, current, step, tuple(ended))


@dataclass(frozen=True)
class ReleaseFacts:
    """What an officer checks before an exam is shown to its candidates."""

    locked: bool
    papers: int
    candidates: int
    batches: tuple[Batch, ...]
    attempts: int
    missing: int


def papers_to_prepare(exam: Exam, *, again: bool) -> QuerySet[Paper]:
    """Papers of those who must sit, without an attempt; `again`: only of those in a batch.

    Once an exam is released nobody is put into a batch any more.
    """
    papers = Paper.objects.filter(exam=exam, entry__in=entries_to_examine(exam), attempt=None)
    return papers.filter(entry__in=exam.candidates.values("entry")) if again else papers


def load_release(exam: Exam) -> ReleaseFacts:
    attempts = Attempt.objects.filter(paper__exam=exam).count()
    return ReleaseFacts(
        locked=exam.state == ExamState.LOCKED,
        papers=exam.papers.count(),
        candidates=exam.candidates.count(),
        batches=tuple(exam.batches.annotate(people=Count("candidates"))),
        attempts=attempts,
        missing=papers_to_prepare(exam, again=True).count() if attempts else 0,
    )
