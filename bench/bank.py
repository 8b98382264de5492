"""Measures the bank at 20,000 questions: its list, the pool, the check of currency, and moving.

`python -m bench.bank` on an empty, migrated database; BENCH_QUESTIONS changes the number.
"""

import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit.actions import SYSTEM  # noqa: E402
from bench.county import UNUSABLE, done  # noqa: E402
from questionbank.laws.models import Article, Law, LawVersion  # noqa: E402
from questionbank.laws.rules import LawPlace  # noqa: E402
from questionbank.questions.actions import (  # noqa: E402
    approve_questions,
    check_currency,
    move_citations,
    store_drafts,
)
from questionbank.questions.forms import QuestionFilters  # noqa: E402
from questionbank.questions.models import Family, Question, Topic  # noqa: E402
from questionbank.questions.queries import affected_by_law, bank_list, load_pool  # noqa: E402
from questionbank.questions.rules import (  # noqa: E402
    Content,
    Difficulty,
    Draft,
    ItemKind,
    QuestionState,
    StandingKind,
)
from rosters.accounts.models import RoleGrant, User  # noqa: E402
from rosters.cohorts.rules import CohortKind  # noqa: E402
from rosters.roles.rules import Role  # noqa: E402

QUESTIONS = int(os.environ.get("BENCH_QUESTIONS", "20000"))
LAWS, ARTICLES, ROUNDS = 40, 100, 40
OLD, NEW = date(2017, 9, 1), date(2021, 1, 22)


def say(line: str) -> None:
    print(line, flush=True)


def article(law: int, number: int, new: bool) -> str:
    """An article of about the usual length; one in ten is reworded in the new version."""
    term = "五年" if new and number % 10 == 0 else "二年"
    return (
        f"第{law}号法第{number}项事务由县级以上地方人民政府有关主管部门依照职责分工负责，期限为{term}。"
        f"\n违反前款关于第{number}项事务规定的，由主管部门责令限期改正，逾期不改正的依法处理。"
    )


def make_laws() -> None:
    """Laws of which every other one has a newer version, with all articles one number on."""
    for law in range(LAWS):
        row = Law.objects.create(title=f"中华人民共和国第{law}号法", short_title=f"第{law}号法")
        for adopted in (OLD, NEW)[: 1 + law % 2]:
            version = LawVersion.objects.create(law=row, adopted_on=adopted)
            new = adopted == NEW
            Article.objects.bulk_create(
                Article(version=version, position=n, number=str(n + new), text=article(law, n, new))
                for n in range(1, ARTICLES + 1)
            )


def make_questions() -> None:
    """Questions of all kinds over all laws; one in twenty is in review, one in fifty a variant."""
    kinds = [ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.TRUE_FALSE, ItemKind.SHORT]
    keys = {"single": "B", "multiple": "ABD", "true_false": "T", "short": "要点一；要点二"}
    drafts: list[tuple[Question | None, Draft]] = []
    for n in range(QUESTIONS):
        kind, law, number = kinds[n % 4], n % LAWS, n % ARTICLES + 1
        letters = "ABCD" if keys[kind] in ("B", "ABD") else ""
        options = tuple(f"第{n}题的备选说法{letter}，长度与真题相近" for letter in letters)
        stem = f"关于第{n}项行政执法程序的规定，行政机关应当在法定期限内作出（　）的决定。"
        content = Content(
            kind, stem, options, keys[kind], "依据条文原文。", list(Difficulty)[n % 3]
        )
        place = LawPlace(f"中华人民共和国第{law}号法", OLD, str(number), 1 + n % 2)
        cohorts = (list(CohortKind)[n % 3],) if n % 2 else ()
        draft = Draft(content, f"T-{n:06}", (f"专题{n % 30}",), (place,), "", cohorts)
        drafts.append((None, draft))
    for start in range(0, QUESTIONS, 5000):
        store_drafts(drafts[start : start + 5000], actor=SYSTEM, submit=True, now=timezone.now())
    ids = list(Question.objects.order_by("pk").values_list("pk", flat=True))
    read = [question for question in Question.objects.order_by("pk") if question.pk % 20]
    done(approve_questions(actor=SYSTEM, questions=read, now=timezone.now()))
    for pk in ids[::100]:
        family = Family.objects.create()
        Question.objects.filter(pk__in=[pk, pk + 1]).update(family=family)


def timed(name: str, work: Callable[[], Any]) -> Any:
    begun = perf_counter()
    found = work()
    say(f"{name:44} {perf_counter() - begun:8.3f} s")
    return found


def measure_list() -> None:
    """The list page as an officer's browser asks for it, with each filter, several pages deep."""
    used = process_time()
    officer = User.objects.create(username="bench-officer", password=UNUSABLE)
    RoleGrant.objects.create(user=officer, role=Role.OFFICER)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(officer)
    law, topic = Law.objects.order_by("pk")[7].pk, Topic.objects.order_by("pk")[3].pk
    queries: list[dict[str, Any]] = [
        {}, {"page": 200}, {"q": "第1234"}, {"kind": "multiple", "difficulty": "hard"},
        {"topic": topic}, {"law": law}, {"law": law, "article": "48"}, {"uncited": "on"},
        {"cohort": "new_leader"}, {"state": "in_review"}, {"state": "approved", "page": 99},
        {"cohort": "first_time", "kind": "short", "law": law, "q": "程序"},
    ]  # fmt: skip
    address, every = reverse("questions:list"), []
    client.get(address)
    for query in queries:
        times = []
        for _ in range(ROUNDS):
            begun = perf_counter()
            page = client.get(address, query)
            times.append((perf_counter() - begun) * 1000)
            assert page.status_code == 200
        every += times
        count = bank_list(QuestionFilters(query).chosen()).count()
        said = "&".join(f"{name}={value}" for name, value in query.items()) or "no filter"
        say(f"list {said:50} {count:6} found  {spread(times)}")
    say(f"list, all of these {'':45} {spread(every)}")
    say(f"  {(process_time() - used) * 1000 / len(every):.1f} ms of this process's time each")


def spread(times: list[float]) -> str:
    cuts = quantiles(times, n=20)
    return f"p50 {cuts[9]:6.1f} ms  p95 {cuts[18]:6.1f} ms"


def main() -> None:
    say(f"{QUESTIONS} questions, {LAWS} laws of {ARTICLES} articles, {connection.vendor}")
    make_laws()
    timed("fill the bank", make_questions)
    measure_list()
    today = timezone.localdate()
    before = NEW - timedelta(days=1)
    timed("load_pool, a day before the new versions", lambda: load_pool(before, before))
    pool = timed("load_pool, today", lambda: load_pool(today, today))
    say(f"  {len(pool)} questions in it")
    timed("what was affected, by law", lambda: affected_by_law(today))
    say(f"  {timed('check_currency', lambda: check_currency(actor=SYSTEM, now=timezone.now()))}")
    lapsed = [one for each in affected_by_law(today).values() for one in each]
    moved = [one.version for one in lapsed if one.overall is StandingKind.MOVED][:1000]
    questions = Question.objects.filter(current__in=moved, state=QuestionState.RE_REVIEW)
    count = timed(
        "move_citations of 1,000",
        lambda: done(
            move_citations(actor=SYSTEM, questions=questions, on=today, now=timezone.now())
        ),
    )
    say(f"  {count} moved")


if __name__ == "__main__":
    sys.exit(main())
