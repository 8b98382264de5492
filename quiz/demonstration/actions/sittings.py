"""Made-up candidates sit an exam that is over. Only the saving of answers is done in bulk."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from audit.actions import Actor
from questionbank.questions.models import QuestionVersion
from questionbank.questions.queries import load_versions
from questionbank.questions.rules import Difficulty, ItemKind
from quiz.assembly.models import Exam, PaperItem
from quiz.delivery.actions import start_attempt, take_pledge
from quiz.delivery.models import Attempt, JournalEntry
from quiz.delivery.rules import AttemptState
from quiz.demonstration.actions.granted import granted
from quiz.demonstration.rules.answers import Asked, Conduct, conduct, mark_by_hand, sit
from quiz.marking.actions import close_and_score, close_overdue, mark_response
from quiz.marking.models import Response

_ROWS_AT_A_TIME = 5000


@dataclass(frozen=True)
class _Sitting:
    attempt_id: int
    finishes: bool
    journal: list[JournalEntry]
    handed_in: datetime


def simulate_sittings(*, exam: Exam, seed: int) -> None:
    """Each candidate comes or stays away, answers, and hands in or is closed by the clock."""
    papers = _load_papers(exam)
    sittings = []
    attempts = Attempt.objects.filter(candidate__exam=exam).select_related(
        "candidate__batch", "candidate__entry__unit"
    )
    for attempt in attempts.order_by("candidate__entry__number"):
        entry = attempt.candidate.entry
        level = _dice(seed, entry.unit.name).gauss(0, 0.35)
        dice = _dice(seed, entry.number)
        who = conduct(dice, level)
        if who.comes:
            sittings.append(_begin(dice, who, attempt, papers[attempt.paper_id]))
    JournalEntry.objects.bulk_create(
        (row for sitting in sittings for row in sitting.journal), batch_size=_ROWS_AT_A_TIME
    )
    for sitting in sittings:
        if sitting.finishes:
            close_and_score(
                attempt_id=sitting.attempt_id,
                state=AttemptState.SUBMITTED,
                now=sitting.handed_in,
            )
    close_overdue(now=max(sitting.handed_in for sitting in sittings) + timedelta(hours=2))


def mark_short_answers(*, marker: Actor, exam: Exam, now: datetime) -> None:
    """A marker goes through every answer that waits for one."""
    waiting = Response.objects.filter(attempt__candidate__exam=exam, mark=None)
    for response in waiting.select_related("item__version").order_by("pk"):
        mark = mark_by_hand(response.answer, response.item.version.key, response.item.marks)
        granted(mark_response(actor=marker, response=response, mark=mark, now=now))


def _begin(dice: Random, who: Conduct, attempt: Attempt, asked: list[Asked]) -> _Sitting:
    """Pledge, start, and the answers as the journal would have them."""
    opens_at = attempt.candidate.batch.opens_at
    started_at = opens_at + timedelta(seconds=dice.randint(20, 1200))
    take_pledge(attempt_id=attempt.pk, now=started_at - timedelta(seconds=15))
    started = granted(start_attempt(attempt_id=attempt.pk, now=started_at))
    seconds = int((started.ends_at - started_at).total_seconds())
    journal = [
        JournalEntry(
            attempt_id=attempt.pk,
            device=started.device,
            sequence=sequence,
            slot=given.slot,
            answer=given.answer,
            client_at=started_at + timedelta(seconds=given.after),
            received_at=started_at + timedelta(seconds=given.after),
        )
        for sequence, given in enumerate(sit(dice, who, asked, seconds), start=1)
    ]
    handed_in = journal[-1].received_at + timedelta(seconds=20)
    return _Sitting(attempt.pk, who.finishes, journal, handed_in)


def _load_papers(exam: Exam) -> dict[int, list[Asked]]:
    """What each paper asks, by paper id."""
    items = PaperItem.objects.filter(paper__exam=exam).order_by("paper_id", "slot")
    rows = list(items.values_list("paper_id", "slot", "version_id"))
    versions = load_versions({version_id for *_, version_id in rows})
    papers: dict[int, list[Asked]] = defaultdict(list)
    for paper_id, slot, version_id in rows:
        papers[paper_id].append(_asked(slot, versions[version_id]))
    return papers


def _asked(slot: int, version: QuestionVersion) -> Asked:
    return Asked(
        slot=slot,
        kind=ItemKind(version.kind),
        difficulty=Difficulty(version.difficulty),
        key=version.key,
        options=len(version.options.all()),
    )


def _dice(seed: int, about: str | int) -> Random:
    """Chance that is the same in every load for the same person or unit."""
    return Random(f"{seed}/{about}")  # noqa: S311 - repeatable, and nothing secret
