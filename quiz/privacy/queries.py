"""How long each exam is kept, and who sits at the moment."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from quiz.assembly.models import Exam
from quiz.delivery.models import Attempt
from quiz.delivery.rules import AttemptState
from quiz.privacy.rules import Keeping, Term, held_by, keeping
from rosters.people.queries import same_person


@dataclass(frozen=True)
class KeptExam:
    """An exam with its term, its state today, and the titles of the exams that hold it."""

    exam: Exam
    term: Term
    state: Keeping
    held_by: tuple[str, ...]

    @property
    def basis(self) -> str:
        """Why it is kept for another time than usual."""
        retention = getattr(self.exam, "retention", None)
        return retention.basis if retention else ""


def load_kept_exams(today: date, exam: Exam | None = None) -> list[KeptExam]:
    """Every exam, or one, with its state; one query however many there are."""
    exams = Exam.objects.select_related("publication", "retention", "purge", "roster")
    if exam is not None:
        exams = exams.filter(roster=exam.roster_id)
    on_roster = _by_roster(exams)
    titles = {one.pk: one.title for one in exams}
    return [
        KeptExam(
            exam=one,
            term=term,
            state=keeping(term, on_roster[one.roster_id], today),
            held_by=tuple(titles[pk] for pk in held_by(on_roster[one.roster_id], today)),
        )
        for one in exams
        for term in [_term(one)]
        if exam is None or one == exam
    ]


def _by_roster(exams: QuerySet[Exam]) -> dict[int, list[Term]]:
    found: dict[int, list[Term]] = defaultdict(list)
    for exam in exams:
        found[exam.roster_id].append(_term(exam))
    return found


def _term(exam: Exam) -> Term:
    publication, retention = getattr(exam, "publication", None), getattr(exam, "retention", None)
    return Term(
        exam=exam.pk,
        published_on=timezone.localdate(publication.published_at) if publication else None,
        months=retention.months if retention else settings.RETENTION_MONTHS,
        forgotten=hasattr(exam, "purge"),
    )


def is_sitting(user: Any, now: datetime) -> bool:
    """Whether the clock of an exam runs for the person behind a login."""
    if user.person_id is None:
        return False
    running = Attempt.objects.filter(state=AttemptState.IN_PROGRESS, ends_at__gt=now)
    return running.filter(candidate__entry__person__in=same_person(user.person_id)).exists()
