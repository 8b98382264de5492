"""Measures coverage at 100,000 people in 2,000 units: every page, before and after publication.

`python -m bench.coverage` on an empty, migrated database; BENCH_PEOPLE and BENCH_UNITS change the
numbers. The same exams come out in every run.
"""

import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit.actions import SYSTEM  # noqa: E402
from bench.county import UNUSABLE, done  # noqa: E402
from bench.people import BATCH, FIELDS, make_units  # noqa: E402
from quiz.assembly.models import Exam, Paper  # noqa: E402
from quiz.assembly.rules import ExamState, RetakeRule  # noqa: E402
from quiz.coverage.actions import take_snapshot  # noqa: E402
from quiz.coverage.documents import absent_by_unit, coverage_pdf  # noqa: E402
from quiz.coverage.queries import load_coverage, select_names  # noqa: E402
from quiz.coverage.workbook import coverage_workbook  # noqa: E402
from quiz.delivery.models import Attempt  # noqa: E402
from quiz.delivery.rules import AttemptState  # noqa: E402
from quiz.marking.models import Score  # noqa: E402
from quiz.results.actions import publish_results  # noqa: E402
from quiz.results.models import Voiding  # noqa: E402
from quiz.scheduling.models import Batch, Candidate  # noqa: E402
from rosters.accounts.models import RoleGrant, User  # noqa: E402
from rosters.cohorts.models import (  # noqa: E402
    Entry,
    EntryReason,
    LateArrival,
    Release,
    Roster,
)
from rosters.cohorts.rules import CohortKind, ReleaseKind  # noqa: E402
from rosters.people.models import Person  # noqa: E402
from rosters.roles.rules import Role  # noqa: E402
from rosters.units.models import Unit  # noqa: E402

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "100000"))
UNITS = int(os.environ.get("BENCH_UNITS", "2000"))
ROUNDS = 7
RELEASES = [kind for kind in ReleaseKind if kind is not ReleaseKind.REINSTATED]


def say(line: str) -> None:
    print(line, flush=True)


def save(rows: Iterable[models.Model]) -> None:
    listed = list(rows)
    type(listed[0])._default_manager.bulk_create(listed, batch_size=BATCH)


def make_roster(units: list[Unit], now: datetime) -> Roster:
    """One in twenty is a leader, three in five hold a card, one in ten is in two cohorts."""
    save(Person(name=f"张{n:06}", pinyin=f"zhang {n:06}") for n in range(PEOPLE))
    people = Person.objects.order_by("pk").values_list("pk", flat=True)
    roster = Roster.objects.create(
        name="全县应考名册", as_of=now.date(), size=PEOPLE - PEOPLE // 100, frozen_at=now
    )
    save(
        Entry(
            roster=roster,
            number=n + 1,
            person_id=person,
            unit=(unit := units[n * 7 % len(units)]),
            unit_name=unit.name,
            unit_kind=unit.kind,
            name=f"张{n:06}",
            level=n // 20 % 6 + 1 if n % 20 == 0 else None,
            field=FIELDS[n % len(FIELDS)] if n % 5 < 3 else "",
        )
        for n, person in enumerate(people)
    )
    entries = list(roster.entries.order_by("number").values_list("pk", flat=True))
    kinds = list(CohortKind)
    save(EntryReason(entry_id=e, cohort=kinds[n % 3], fact="-") for n, e in enumerate(entries))
    save(
        EntryReason(entry_id=e, cohort=kinds[(n + 1) % 3], fact="-")
        for n, e in enumerate(entries)
        if n % 10 == 0
    )
    save(
        LateArrival(entry_id=e, arrived_on=now.date(), basis="-", decided_at=now)
        for e in entries[roster.size :]
    )
    save(
        Release(
            entry_id=e, kind=RELEASES[n // 25 % len(RELEASES)], basis="-",
            effective_on=now.date(), decided_at=now,
        )
        for n, e in enumerate(entries)
        if n % 25 == 7
    )  # fmt: skip
    return roster


def make_exam(roster: Roster, title: str, now: datetime, over: bool) -> Exam:
    """Of a hundred people eighty have sat, four of them twice; `over` says that the rest may not.

    While it runs, one paper in fifty waits for a marker and one in fifty is being written.
    """
    day = timezone.localdate(now)
    exam = Exam.objects.create(
        title=title, roster=roster, state=ExamState.LOCKED, starts_on=day, ends_on=day, attempts=2,
        retake_rule=RetakeRule.LAST, locked_at=now - timedelta(days=40),
    )  # fmt: skip
    closes = now - timedelta(hours=1) if over else now + timedelta(hours=1)
    batch = Batch.objects.create(
        exam=exam, number=1, capacity=PEOPLE, opens_at=now - timedelta(hours=5), closes_at=closes
    )
    entries = list(roster.entries.order_by("number").values_list("pk", flat=True))
    sitting = [(n, e) for n, e in enumerate(entries) if n % 25 != 7]
    save(Candidate(exam=exam, batch=batch, entry_id=e) for _, e in sitting)
    tries = [(n, e, 1) for n, e in sitting] + [(n, e, 2) for n, e in sitting if n % 25 == 3]
    save(Paper(exam=exam, entry_id=e, sequence=s, content_hash="0" * 64) for _, e, s in tries)
    candidates = dict(exam.candidates.values_list("entry_id", "pk"))
    papers = {(e, s): pk for pk, e, s in exam.papers.values_list("pk", "entry_id", "sequence")}
    save(
        Attempt(
            candidate_id=candidates[e], paper_id=papers[e, s], state=(state := _state(n, over)),
            started_at=None if state == AttemptState.READY else now - timedelta(hours=4),
        )
        for n, e, s in tries
    )  # fmt: skip
    closed = Attempt.objects.filter(paper__exam=exam, state=AttemptState.SUBMITTED)
    save(
        Score(
            attempt_id=pk, machine_marks=0, total=None if not over and n % 50 == 9 else 40 + n % 61
        )
        for n, pk in enumerate(closed.order_by("pk").values_list("pk", flat=True))
    )
    save(
        Voiding(exam=exam, entry_id=e, reason="-", decided_at=now)
        for n, e in sitting
        if n % 500 == 1
    )
    return exam


def _state(n: int, over: bool) -> AttemptState:
    if n % 5 == 4:
        return AttemptState.READY
    return AttemptState.IN_PROGRESS if not over and n % 50 == 1 else AttemptState.SUBMITTED


def timed(name: str, work: Callable[[], Any], rounds: int = 1) -> Any:
    """Says the median of the rounds, and how many queries one takes."""
    times = []
    for _ in range(rounds):
        with CaptureQueriesContext(connection) as queries:
            begun = perf_counter()
            found = work()
            times.append(perf_counter() - begun)
    say(f"{name:64} {median(times):8.3f} s  {len(queries):3} queries")
    return found


def measure(exam: Exam, client: Client) -> None:
    say(f"-- {exam.title}")
    now = timezone.now()
    coverage = timed("load_coverage", lambda: load_coverage(exam, now), ROUNDS)
    say(f"   {coverage.total}, late {coverage.late}, {len(coverage.units)} units")
    unit = coverage.units[len(coverage.units) // 2].unit_id
    top = next(pk for pk, over in coverage.above.items() if over is None)
    pages: list[tuple[str, dict[str, Any]]] = [
        ("exam", {}), ("units", {}), ("units", {"below": "on", "page": 20}), ("names", {}),
        ("names", {"page": 900}), ("names", {"verdict": "absent"}), ("names", {"unit": unit}),
        ("names", {"unit": top, "below": "on", "verdict": "sat"}),
        ("names", {"cohort": "enforcement"}), ("names", {"level": 3, "field": FIELDS[0]}),
        ("names", {"name": "张0123"}), ("history", {}),
    ]  # fmt: skip
    for page, query in pages:
        address = reverse(f"coverage:{page}", args=[exam.pk])
        said = "&".join(f"{name}={value}" for name, value in query.items())
        answer = timed(f"page {page} {said}", lambda a=address, q=query: client.get(a, q), ROUNDS)
        assert answer.status_code == 200
    timed("snapshot", lambda: done(take_snapshot(actor=SYSTEM, exam=exam, now=now)))
    timed("workbook with all names", lambda: coverage_workbook(coverage))
    timed("report (PDF)", lambda: coverage_pdf(coverage, absent_by_unit(coverage)))
    assert select_names(coverage, late=True).count() == coverage.late


def main() -> None:
    say(f"{PEOPLE} people, {UNITS} units, {connection.vendor}")
    now = timezone.now()
    begun = perf_counter()
    roster = make_roster(make_units(UNITS), now)
    running = make_exam(roster, "进行中的考试", now, over=False)
    over = make_exam(roster, "已公布的考试", now, over=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    say(f"county made in {perf_counter() - begun:.0f} s")
    officer = User.objects.create(username="bench-officer", password=UNUSABLE)
    RoleGrant.objects.create(user=officer, role=Role.OFFICER)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(officer)
    measure(running, client)
    timed("publish", lambda: done(publish_results(actor=SYSTEM, exam=over, now=timezone.now())))
    measure(over, client)


if __name__ == "__main__":
    sys.exit(main())
