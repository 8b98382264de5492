"""Seconds to count, freeze and verify a roster: `script/with-postgres python -m bench.cohorts`.

100,000 people in 2,000 units, or as many as BENCH_PEOPLE says; all three standard cohorts and one
of everybody who serves, so that nine in ten people are listed.
"""

import os
import resource
from collections.abc import Callable
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit.actions import SYSTEM  # noqa: E402
from audit.rules import Refusal  # noqa: E402
from rosters.cohorts.actions import freeze_roster  # noqa: E402
from rosters.cohorts.models import Cohort  # noqa: E402
from rosters.cohorts.queries import (  # noqa: E402
    compare_with,
    judge_some,
    preview_roster,
    sort_people,
    unknown_ranks,
    verify_roster,
)
from rosters.cohorts.rules import CohortKind, Rule, count_digest  # noqa: E402
from rosters.people.models import Person, Posting  # noqa: E402
from rosters.units.models import Unit  # noqa: E402

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "100000"))


def prepare() -> None:
    """The county, in a process of its own: the memory that is told is of counting and freezing."""
    from bench.people import make_county

    call_command("migrate", verbosity=0)
    make_county(PEOPLE, max(PEOPLE // 50, 10))
    home = Unit.objects.order_by("pk").first()
    homeless = Person.objects.filter(postings=None)
    Posting.objects.bulk_create(
        [Posting(person=person, unit=home) for person in homeless.iterator()], batch_size=2000
    )
    Cohort.objects.create(name="全体在职人员", kind=CohortKind.ENFORCEMENT, order=9)


def megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(label: str, job: Callable[[], Any]) -> Any:
    began, worked = perf_counter(), process_time()
    result = job()
    if isinstance(result, Refusal):
        raise SystemExit(f"the bench's own data was refused: {result}")
    seconds, own = perf_counter() - began, process_time() - worked
    figures = f"{seconds:6.2f} s, {own:6.2f} s of it here; peak {megabytes():4.0f} MB"
    print(f"{label:<36} {figures}", flush=True)
    return result


def main() -> None:
    child = get_context("spawn").Process(target=prepare)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit("the county could not be made")
    now, cohorts = timezone.now(), list(Cohort.objects.all())
    day, leaders = timezone.localdate(now), cohorts[0]
    print(f"{PEOPLE} people; peak {megabytes():.0f} MB before the first line is read")
    rule = Rule.from_json(leaders.rule)
    sorting = timed("count one cohort", lambda: sort_people(rule, day))
    timed("why, for a page of 50", lambda: judge_some(sorting.others[:50], rule, day))
    timed("why, for a name", lambda: sort_people(rule, day, "张伟"))
    timed("ranks that nobody knows", unknown_ranks)
    rules = [Rule.from_json(cohort.rule) for cohort in cohorts]
    counted = timed(
        "preview of all cohorts", lambda: count_digest(preview_roster(day, cohorts), rules)
    )
    roster = timed(
        "freeze what was previewed",
        lambda: freeze_roster(
            actor=SYSTEM, name="名册", as_of=day, cohorts=cohorts, now=now, counted=counted
        ),
    )
    print(f"{roster.size} people are listed")
    timed("recompute the hash of the roster", lambda: verify_roster(roster))
    timed("compare one cohort with the roster", lambda: compare_with(roster, leaders, day))


if __name__ == "__main__":
    main()
