"""The verdict on each entry, reckoned by the database so that it can group and page by it.

Before publication it is what `quiz.results.rules.verdict_of` would say, in the same order; a test
holds the two against each other over generated exams. After it, it is what was published.
"""

from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Expression,
    F,
    FilteredRelation,
    Func,
    Max,
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
from quiz.delivery.rules import CLOSED_STATES, AttemptState
from quiz.official.models import OfficialResult
from quiz.results.models import Publication, Voiding
from quiz.results.rules import Verdict
from rosters.cohorts.models import Entry

STATE = CharField(max_length=11)
ABOVE_ANY_TOTAL = 10_000
"""Totals have four digits before the point, so that this times the number of an attempt, and its
total, are in the order of the attempts."""


class OfEntry(Func):
    """What depends on nothing but the entry, by whose key all is grouped already."""

    template = "%(expressions)s"

    def get_group_by_cols(self) -> list[Expression]:
        return []


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
    entries = _with_attempts(entries, exam, now).annotate(released=OfEntry(F("release_kind")))
    return entries.annotate(verdict=_live_verdict(exam))


def _with_attempts(entries: QuerySet[Entry], exam: Exam, now: datetime) -> QuerySet[Entry]:
    """Entries with the numbers of their attempts, in one pass over all of them.

    A question to the database for each entry would take twenty times as long.
    """
    closed = Q(
        entered__attempts__state__in=CLOSED_STATES, entered__attempts__started_at__isnull=False
    )
    waiting = Q(entered__attempts=None) | Q(entered__attempts__state=AttemptState.READY)
    total = F("entered__attempts__score__total")
    order = F("entered__attempts__paper__sequence") * ABOVE_ANY_TOTAL
    last = exam.retake_rule == RetakeRule.LAST

    def number(of: Q) -> Count:
        return Count("entered__attempts", filter=of)

    return entries.annotate(
        entered=FilteredRelation("candidates", condition=Q(candidates__exam=exam))
    ).annotate(
        enrolled=Count("entered"),
        begun=number(Q(entered__attempts__started_at__isnull=False)),
        running=number(Q(entered__attempts__state=AttemptState.IN_PROGRESS)),
        may_begin=Count("entered", filter=waiting & Q(entered__batch__closes_at__gt=now)),
        unmarked=number(closed & Q(entered__attempts__score__total=None)),
        counting=Max(order + total if last else total, filter=closed),
        counting_from=Max(order, filter=closed) if last else Value(0),
    )


def _live_verdict(exam: Exam) -> Case:
    """Whoever began is judged by what was written, everybody else by what was decided."""
    voided = Exists(Voiding.objects.filter(exam=exam, entry=OuterRef("pk")))
    official = OfficialResult.objects.filter(exam=exam, entry=OuterRef("pk"))
    begun = _case(
        (Q(running__gt=0) | Q(may_begin__gt=0), Verdict.PENDING),
        (voided, Verdict.VOID),
        (Q(unmarked__gt=0), Verdict.PENDING),
        (Q(counting__lt=F("counting_from") + exam.cut_score), Verdict.FAILED),
        (Q(counting__gte=F("counting_from") + exam.excellent_score), Verdict.EXCELLENT),
        default=Verdict.PASSED,
    )
    elsewhere = _case(
        (Q(passed=False), Verdict.FAILED),
        (Q(excellent=True), Verdict.EXCELLENT),
        default=Verdict.PASSED,
    )
    return Case(
        When(begun__gt=0, then=begun),
        When(voided, then=Value(Verdict.VOID)),
        When(
            Exists(official),
            then=Subquery(official.annotate(judged=elsewhere).values("judged")[:1]),
        ),
        When(~Q(released=""), then=F("released")),
        When(Q(enrolled=0) | Q(may_begin__gt=0), then=Value(Verdict.PENDING)),
        default=Value(Verdict.ABSENT),
        output_field=STATE,
    )


def _case(*branches: tuple[Q | Exists, Verdict], default: Verdict) -> Case:
    whens = [When(condition, then=Value(verdict)) for condition, verdict in branches]
    return Case(*whens, default=Value(default), output_field=STATE)
