"""The verdict on each entry, reckoned by the database so that it can group and page by it.

Before publication it is what `quiz.results.rules.verdict_of` would say, in the same order; a test
holds the two against each other over generated exams. After it, it is what was published.
"""

from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from quiz.assembly.models import Exam
from quiz.assembly.queries import with_exam_release
from quiz.assembly.rules import RetakeRule
from quiz.delivery.models import Attempt
from quiz.delivery.rules import CLOSED_STATES, AttemptState
from quiz.official.models import OfficialResult
from quiz.results.models import Publication, Voiding
from quiz.results.rules import Verdict
from quiz.scheduling.models import Candidate
from rosters.cohorts.models import Entry

STATE = CharField(max_length=11)


def judged_entries(exam: Exam, publication: Publication | None, now: datetime) -> QuerySet[Entry]:
    """Entries with their `verdict` at `now`; once published, those judged then, with `score`."""
    entries = Entry.objects.filter(roster_id=exam.roster_id).order_by()
    if publication:
        published = Q(outcomes__publication=publication)
        entries = entries.annotate(judgement=FilteredRelation("outcomes", condition=published))
        return entries.filter(judgement__isnull=False).annotate(
            verdict=F("judgement__verdict"), score=F("judgement__score")
        )
    entries = with_exam_release(entries, exam, timezone.localdate(now))
    return entries.annotate(verdict=_live_verdict(exam, now))


def _live_verdict(exam: Exam, now: datetime) -> Case:
    """Whoever began is judged by what was written, everybody else by what was decided."""
    attempts = Attempt.objects.filter(candidate__exam=exam, candidate__entry=OuterRef("pk"))
    return Case(
        When(Exists(attempts.filter(started_at__isnull=False)), then=_begun(exam, attempts, now)),
        default=_not_begun(exam, now),
        output_field=STATE,
    )


def _begun(exam: Exam, attempts: QuerySet[Attempt], now: datetime) -> Case:
    closed = attempts.filter(state__in=CLOSED_STATES, started_at__isnull=False)
    counting = closed
    if exam.retake_rule == RetakeRule.LAST:
        later = Attempt.objects.filter(
            candidate=OuterRef("candidate"),
            state__in=CLOSED_STATES,
            started_at__isnull=False,
            paper__sequence__gt=OuterRef("paper__sequence"),
        )
        counting = closed.exclude(Exists(later))
    return _case(
        (Exists(attempts.filter(state=AttemptState.IN_PROGRESS)) | _may_begin(exam, now),
            Verdict.PENDING),
        (_voided(exam), Verdict.VOID),
        (Exists(closed.filter(score__total__isnull=True)), Verdict.PENDING),
        (~Exists(counting.filter(score__total__gte=exam.cut_score)), Verdict.FAILED),
        (Exists(counting.filter(score__total__gte=exam.excellent_score)), Verdict.EXCELLENT),
        default=Verdict.PASSED,
    )  # fmt: skip


def _not_begun(exam: Exam, now: datetime) -> Case:
    entered = Exists(Candidate.objects.filter(exam=exam, entry=OuterRef("pk")))
    official = OfficialResult.objects.filter(exam=exam, entry=OuterRef("pk"))
    judged = _case(
        (Q(passed=False), Verdict.FAILED),
        (Q(excellent=True), Verdict.EXCELLENT),
        default=Verdict.PASSED,
    )
    elsewhere = Subquery(official.annotate(verdict=judged).values("verdict")[:1])
    return Case(
        When(_voided(exam), then=Value(Verdict.VOID)),
        When(Exists(official), then=elsewhere),
        When(~Q(release_kind=""), then=F("release_kind")),
        When(~entered | _may_begin(exam, now), then=Value(Verdict.PENDING)),
        default=Value(Verdict.ABSENT),
        output_field=STATE,
    )


def _voided(exam: Exam) -> Exists:
    return Exists(Voiding.objects.filter(exam=exam, entry=OuterRef("pk")))


def _may_begin(exam: Exam, now: datetime) -> Exists:
    """Whether an attempt may still be begun in a window that has not closed."""
    waiting = Candidate.objects.filter(exam=exam, entry=OuterRef("pk"), batch__closes_at__gt=now)
    return Exists(waiting.filter(Q(attempts=None) | Q(attempts__state=AttemptState.READY)))


def _case(*branches: tuple[Q | Exists, Verdict], default: Verdict) -> Case:
    whens = [When(condition, then=Value(verdict)) for condition, verdict in branches]
    return Case(*whens, default=Value(default), output_field=STATE)
