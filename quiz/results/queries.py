"""Outcomes of an exam, derived while it runs and read back once published; certificates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.assembly.queries import with_exam_release
from quiz.assembly.rules import RetakeRule
from quiz.delivery.rules import CLOSED_STATES, AttemptState
from quiz.official.models import OfficialResult
from quiz.results.models import Certificate, Outcome, Publication, Voiding
from quiz.results.rules import (
    Official,
    Scale,
    Standing,
    Verdict,
    Waiting,
    may_be_code,
    verdict_of,
    waiting_for,
)
from quiz.scheduling.models import Candidate
from rosters.cohorts.models import Entry
from rosters.cohorts.rules import ReleaseKind


@dataclass(frozen=True)
class OutcomeLine:
    """One entry of the roster with its verdict; `score` only for those who sat."""

    entry_id: int
    person_id: int
    unit_id: int
    name: str
    verdict: Verdict
    score: Decimal | None


@dataclass(frozen=True)
class EntryStanding:
    """An entry of the roster, and what is known of its attempts."""

    entry_id: int
    number: int
    person_id: int
    unit_id: int
    name: str
    batch: int | None
    standing: Standing


def publication_of(exam: Exam) -> Publication | None:
    return Publication.objects.filter(exam=exam).select_related("published_by").first()


def scale_of(exam: Exam) -> Scale:
    return Scale(exam.cut_score, exam.excellent_score, RetakeRule(exam.retake_rule))


def load_outcomes(exam: Exam, now: datetime) -> list[OutcomeLine]:
    """A line for each entry of the roster, in its order; at most four queries."""
    publication = publication_of(exam)
    if publication:
        return _published_lines(publication)
    scale = scale_of(exam)
    return [
        OutcomeLine(
            line.entry_id,
            line.person_id,
            line.unit_id,
            line.name,
            *verdict_of(line.standing, scale),
        )
        for line in load_standings(exam, now)
    ]


def _published_lines(publication: Publication) -> list[OutcomeLine]:
    rows = publication.outcomes.order_by("entry__number").values_list(
        "entry_id", "entry__person_id", "entry__unit_id", "entry__name", "verdict", "score"
    )
    return [
        OutcomeLine(entry, person, unit, name, Verdict(verdict), score)
        for entry, person, unit, name, verdict, score in rows
    ]


def load_standings(exam: Exam, now: datetime) -> list[EntryStanding]:
    """Each entry of the roster with its standing at `now`; three queries."""
    attempts, officials = _attempts_by_entry(exam), _officials_by_entry(exam)
    entries = with_exam_release(
        Entry.objects.filter(roster_id=exam.roster_id), exam, timezone.localdate(now)
    ).annotate(voided=Exists(Voiding.objects.filter(exam=exam, entry=OuterRef("pk"))))
    rows = entries.order_by("number").values_list(
        "pk", "number", "person_id", "unit_id", "name", "release_kind", "voided"
    )
    standings = []
    for entry, number, person, unit, name, release, voided in rows:
        batch, standing = _standing(release, attempts.get(entry, []), now)
        standing = replace(standing, voided=voided, official=officials.get(entry))
        standings.append(EntryStanding(entry, number, person, unit, name, batch, standing))
    return standings


def _officials_by_entry(exam: Exam) -> dict[int, Official]:
    rows = OfficialResult.objects.filter(exam=exam).values_list(
        "entry_id", "pk", "passed", "excellent", "score"
    )
    return {entry: Official(*result) for entry, *result in rows}


def still_pending(exam: Exam, standings: Sequence[EntryStanding]) -> Refusal | None:
    """Names everything that is still open, so that the officer need not ask twice."""
    waiting = [(line, waiting_for(line.standing)) for line in standings]
    counts = Counter(reason for _, reason in waiting if reason)
    if not counts:
        return None
    batches = {line.batch for line, reason in waiting if reason == Waiting.WINDOW}
    return Refusal(
        "results.still_pending",
        {
            "exam": exam.title,
            "unmarked": counts[Waiting.MARKING],
            "open": counts[Waiting.WINDOW],
            "batches": ", ".join(str(number) for number in sorted(b for b in batches if b)) or "-",
            "unscheduled": counts[Waiting.BATCH],
        },
    )


def _attempts_by_entry(exam: Exam) -> dict[int, list[tuple[Any, ...]]]:
    """(batch, closes, state, started, total) of every attempt; state None when none is ready."""
    rows = (
        Candidate.objects.filter(exam=exam)
        .order_by("attempts__paper__sequence")
        .values_list(
            "entry_id",
            "batch__number",
            "batch__closes_at",
            "attempts__state",
            "attempts__started_at",
            "attempts__score__total",
        )
    )
    grouped: dict[int, list[tuple[Any, ...]]] = {}
    for entry, *attempt in rows:
        grouped.setdefault(entry, []).append(tuple(attempt))
    return grouped


def _standing(
    release: str | None, attempts: list[tuple[Any, ...]], now: datetime
) -> tuple[int | None, Standing]:
    """Number of the batch and the standing of one entry."""
    running = any(state == AttemptState.IN_PROGRESS for _, _, state, _, _ in attempts)
    may_begin = any(
        state in (None, AttemptState.READY) and closes > now for _, closes, state, _, _ in attempts
    )
    standing = Standing(
        release=ReleaseKind(release) if release else None,
        totals=tuple(
            total
            for _, _, state, started, total in attempts
            if state in CLOSED_STATES and started is not None
        ),
        open=running or may_begin,
        started=any(started is not None for _, _, _, started, _ in attempts),
        entered=bool(attempts),
    )
    return (attempts[0][0] if attempts else None), standing


def load_voidings(exam: Exam) -> QuerySet[Voiding]:
    """What was declared void, in the order of the roster."""
    return exam.voidings.select_related("entry__unit", "decided_by").order_by("entry__number")


def sat_elsewhere(exam: Exam, entry_ids: Iterable[int]) -> dict[int, OfficialResult]:
    """The results from elsewhere that count for some entries: of who neither began nor is void."""
    began = Candidate.objects.filter(exam=exam, attempts__started_at__isnull=False)
    found = (
        OfficialResult.objects.filter(exam=exam, entry__in=list(entry_ids))
        .exclude(entry__in=began.values("entry"))
        .exclude(entry__in=exam.voidings.values("entry"))
    )
    return {result.entry_id: result for result in found.select_related("source")}


def outcome_counts(lines: Iterable[OutcomeLine]) -> dict[Verdict, int]:
    """How many lines have each verdict, zero included, in the order of the verdicts."""
    counts = dict.fromkeys(Verdict, 0)
    for line in lines:
        counts[line.verdict] += 1
    return counts


def select_lines(
    lines: Iterable[OutcomeLine], *, name: str = "", unit: int | None = None, verdict: str = ""
) -> list[OutcomeLine]:
    """Lines that match everything that is asked for; nothing asked for matches all."""
    return [
        line
        for line in lines
        if name in line.name
        and (unit is None or line.unit_id == unit)
        and (not verdict or line.verdict == verdict)
    ]


def find_certificate(code: str) -> Certificate | None:
    """The certificate with this code; the code may be whatever a stranger wrote in an address."""
    return Certificate.objects.filter(code=code).first() if may_be_code(code) else None


def select_certificates(
    certificates: QuerySet[Certificate],
    *,
    name: str = "",
    exam: int | None = None,
    unit: int | None = None,
    status: str = "",
) -> QuerySet[Certificate]:
    """Certificates that match everything that is asked for, unit by unit as they are printed."""
    if name:
        certificates = certificates.filter(outcome__entry__name__contains=name)
    if exam:
        certificates = certificates.filter(outcome__publication__exam_id=exam)
    if unit:
        certificates = certificates.filter(outcome__entry__unit_id=unit)
    if status:
        certificates = certificates.filter(revoked_at__isnull=status == "valid")
    return certificates.order_by(
        "outcome__entry__unit__order", "outcome__entry__unit_id", "year", "number"
    )


def outcomes_to_certify(exam: Exam) -> QuerySet[Outcome]:
    """Passing outcomes without a certificate, in the order in which they are numbered.

    For an exam sat elsewhere its own organiser certifies.
    """
    return Outcome.objects.filter(
        publication__exam=exam,
        verdict__in=[Verdict.PASSED, Verdict.EXCELLENT],
        official=None,
        certificate=None,
    ).order_by("entry__unit__order", "entry__unit_id", "entry__number")
