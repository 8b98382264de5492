"""How far each exam has come."""

from datetime import datetime

from django.db.models import Count, Max, Q

from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.delivery.models import Attempt
from quiz.delivery.rules import CLOSED_STATES, AttemptState
from quiz.desk.rules import Progress
from quiz.marking.models import Response
from quiz.results.models import Certificate, Outcome
from quiz.results.rules import Verdict
from rosters.cohorts.queries.requests import open_requests


def load_progress(exam: Exam, now: datetime) -> Progress:
    """The numbers behind the checklist of one exam."""
    batches = exam.batches.aggregate(n=Count("pk"), over=Max("closes_at"))
    attempts = Attempt.objects.filter(paper__exam=exam).aggregate(
        n=Count("pk"),
        started=Count("pk", filter=~Q(state=AttemptState.READY)),
        closed=Count("pk", filter=Q(state__in=CLOSED_STATES)),
    )
    published = Outcome.objects.filter(publication__exam=exam)
    return Progress(
        entries=exam.roster.entries.count(),
        cells=exam.cells.count(),
        locked=exam.state == ExamState.LOCKED,
        papers=exam.papers.count(),
        batches=batches["n"],
        candidates=exam.candidates.count(),
        attempts=attempts["n"],
        started=attempts["started"],
        closed=attempts["closed"],
        windows_over=batches["over"] is not None and batches["over"] <= now,
        unmarked=Response.objects.filter(attempt__paper__exam=exam, mark=None).count(),
        published=hasattr(exam, "publication"),
        entitled=published.filter(
            verdict__in=(Verdict.PASSED, Verdict.EXCELLENT), official=None
        ).count(),
        certificates=Certificate.objects.filter(outcome__publication__exam=exam).count(),
        requests=open_requests(exam.roster.entries.all()).count(),
        elsewhere=exam.official_results.count(),
    )
