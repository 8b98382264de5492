"""Deterministic data of the bench: 1,500 people in 60 units, 2,000 questions, one exam of 50."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from audit.actions import SYSTEM
from audit.rules import Refusal
from questionbank.questions.actions import approve_questions, store_drafts
from questionbank.questions.models import Question
from questionbank.questions.rules import Content, Difficulty, Draft, ItemKind
from quiz.assembly.actions import create_exam, lock_exam, save_plan
from quiz.assembly.models import Exam
from quiz.assembly.rules import Cell, ExamRules
from quiz.delivery.actions import prepare_attempts
from quiz.delivery.models import Attempt
from quiz.scheduling.actions import plan_batches
from rosters.accounts.models import User
from rosters.cohorts.actions import freeze_roster
from rosters.cohorts.queries import active_cohorts
from rosters.cohorts.rules import CohortKind
from rosters.people.models import Credential, Person, Posting
from rosters.units.models import Unit
from rosters.units.rules import UnitKind

UNITS = 60
QUESTIONS = {ItemKind.SINGLE: 1000, ItemKind.MULTIPLE: 500, ItemKind.TRUE_FALSE: 500}
SLOTS = {ItemKind.SINGLE: 30, ItemKind.MULTIPLE: 10, ItemKind.TRUE_FALSE: 10}
UNUSABLE = "!"  # Django's mark of a password that nobody can use
KINDS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.VERTICAL)


@dataclass(frozen=True)
class Sitter:
    """What a simulated candidate needs: the attempt, its kinds by slot, and a signed-in session."""

    attempt_id: int
    session: str
    kinds: dict[int, str]


def done(result: Any) -> Any:
    """The result of an action that must not refuse here."""
    if isinstance(result, Refusal):
        raise SystemExit(f"the bench's own data was refused: {result}")
    return result


def make_people(number: int) -> None:
    """People with enforcement cards, spread over the units in turn, each with a login."""
    units = Unit.objects.bulk_create(
        Unit(name=f"第{n:02}单位", kind=KINDS[n % 3], order=n) for n in range(UNITS)
    )
    people = Person.objects.bulk_create(
        [Person(name=f"考生{n:05}", pinyin=f"{n:05}") for n in range(number)], batch_size=1000
    )
    Posting.objects.bulk_create(
        [Posting(person=p, unit=units[n % UNITS]) for n, p in enumerate(people)], batch_size=1000
    )
    Credential.objects.bulk_create(
        [Credential(person=p, number=f"B{p.pk:08}", valid_to=date(2099, 1, 1)) for p in people],
        batch_size=1000,
    )
    User.objects.bulk_create(
        [
            User(username=f"p{p.pk}", display_name=p.name, person=p, password=UNUSABLE)
            for p in people
        ],
        batch_size=1000,
    )


def make_bank(now: datetime) -> None:
    """2,000 approved questions of about the length that real banks have."""
    drafts = []
    for kind, number in QUESTIONS.items():
        key = {"single": "B", "multiple": "ABD", "true_false": "T"}[kind]
        for n in range(number):
            stem = f"关于第{n}项行政执法程序的规定，行政机关应当在法定期限内作出（　）的决定。"
            letters = "ABCD" if kind != ItemKind.TRUE_FALSE else ""
            options = tuple(f"第{n}题的备选说法{letter}，长度与真题相近" for letter in letters)
            difficulty = list(Difficulty)[n % 3]
            content = Content(kind, stem, options, key, "依据条文原文。", difficulty)
            drafts.append((None, Draft(content, code=f"{kind}-{n:05}")))
    store_drafts(drafts, actor=SYSTEM, submit=True, now=now)
    done(approve_questions(actor=SYSTEM, questions=Question.objects.all(), now=now))


def make_exam(now: datetime) -> tuple[Exam, float]:
    """A released exam whose window is open, and the seconds that the draw of its papers took."""
    roster = done(
        freeze_roster(
            actor=SYSTEM,
            name="压测名册",
            as_of=now.date(),
            cohorts=active_cohorts(CohortKind.ENFORCEMENT),
            now=now,
        )
    )
    days = {"starts_on": now.date(), "ends_on": now.date() + timedelta(days=1)}
    exam = done(create_exam(actor=SYSTEM, title="压测考试", roster=roster, **days))
    cells = [
        Cell(position, kind, None, frozenset(), frozenset(), count, Decimal(2))
        for position, (kind, count) in enumerate(SLOTS.items(), start=1)
    ]
    rules = ExamRules(minutes=120, cut_score=Decimal(60), excellent_score=Decimal(90))
    done(save_plan(actor=SYSTEM, exam=exam, rules=rules, cells=cells))
    begun = perf_counter()
    done(lock_exam(actor=SYSTEM, exam=exam, seed=bytes(32), now=now))
    drawing = perf_counter() - begun
    exam.refresh_from_db()
    people = roster.entries.count()
    window = (now - timedelta(minutes=1), now + timedelta(hours=4), people)
    done(plan_batches(actor=SYSTEM, exam=exam, windows=[window], max_unit_share=1, now=now))
    done(prepare_attempts(actor=SYSTEM, exam=exam, now=now))
    return exam, drawing


def sign_in_everybody(exam: Exam) -> list[Sitter]:
    """A session for each candidate, as the sign-in page would have made it."""
    attempts = Attempt.objects.filter(paper__exam=exam).select_related("candidate__entry")
    users = {user.person_id: user for user in User.objects.exclude(person=None)}
    store, expires = SessionStore(), timezone.now() + timedelta(hours=6)
    sessions, sitters = [], []
    kinds = {}
    slot = 1
    for kind, count in SLOTS.items():
        for _ in range(count):
            kinds[slot], slot = str(kind), slot + 1
    for attempt in attempts.order_by("pk"):
        user = users[attempt.candidate.entry.person_id]
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        key = f"bench{attempt.pk:027}"
        sessions.append(
            Session(session_key=key, session_data=store.encode(data), expire_date=expires)
        )
        sitters.append(Sitter(attempt.pk, key, kinds))
    Session.objects.bulk_create(sessions, batch_size=1000)
    return sitters
