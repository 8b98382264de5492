"""The whole demonstration: what a visitor finds, and what must add up."""

import json
import re
import stat
from collections import Counter

import pytest
from django.core.management import call_command

from audit.queries import first_broken_link
from audit.rules import Refusal
from questionbank.questions.models import Question, Review
from questionbank.questions.rules import VERSION_KINDS, QuestionState, ReviewVerdict
from quiz.assembly.models import Exam, PaperItem
from quiz.assembly.rules import ExamState
from quiz.coverage.rules import tally
from quiz.delivery.models import Attempt, JournalEntry
from quiz.delivery.queries import last_answers, receipt_code
from quiz.delivery.rules import AttemptState
from quiz.demonstration.actions import load_demonstration
from quiz.demonstration.actions.granted import DemonstrationRefused, granted
from quiz.marking.models import Response, Score
from quiz.results.models import Certificate
from quiz.results.queries import load_outcomes
from quiz.results.rules import Verdict
from rosters.accounts.models import ActivationCode, User
from rosters.cohorts.models import EntryReason
from rosters.cohorts.rules import CohortKind
from rosters.people.models import Person
from rosters.units.models import Unit
from tests.factories import NOW, make_unit


def test_the_county_can_be_looked_at_sat_in_and_worked_on(db, settings, tmp_path, client):
    """One load for all these checks, because it is most of the time that the test takes."""
    settings.VAR_DIR = tmp_path
    loaded = load_demonstration(now=NOW)

    _check_people()
    _check_questions()
    _check_finished(loaded.finished)
    _check_rows_equal_those_of_real_sittings(loaded.finished)
    _check_open(loaded.open)
    assert loaded.draft.state == ExamState.DRAFT and loaded.draft.cells.exists()
    assert first_broken_link() is None
    _check_accounts(loaded.accounts, loaded.open, client)

    assert load_demonstration(now=NOW) == Refusal("demonstration.not_empty")
    assert Exam.objects.count() == 3


def _check_people() -> None:
    assert (Unit.objects.count(), Person.objects.count()) == (60, 1500)
    roster = Exam.objects.order_by("pk")[0].roster
    reasons = Counter(
        EntryReason.objects.filter(entry__roster=roster).values_list("cohort", flat=True)
    )
    assert reasons == {
        CohortKind.NEW_LEADER: 90,
        CohortKind.FIRST_TIME: 160,
        CohortKind.ENFORCEMENT: 1310,
    }


def _check_questions() -> None:
    """Everything in use was approved, and by somebody else than its author."""
    assert Question.objects.count() >= 150
    assert set(Question.objects.values_list("state", flat=True)) == {QuestionState.APPROVED}
    approvals = Review.objects.filter(verdict=ReviewVerdict.APPROVED)
    people = set(approvals.values_list("version__author__username", "by__username"))
    assert people == {("officer", "reviewer")}


def _check_finished(exam: Exam) -> None:
    asked = PaperItem.objects.filter(paper__exam=exam)
    assert set(asked.values_list("version__kind", flat=True)) == set(VERSION_KINDS)
    assert asked.exclude(version__material="").exists()
    lines = load_outcomes(exam, NOW)
    counts = tally(line.verdict for line in lines)
    assert counts.must_sit == len(lines) == 1500 and counts.pending == 0
    assert all(
        (counts.excellent, counts.passed, counts.failed, counts.absent, counts.deferred,
         counts.exempt, counts.left)
    )  # fmt: skip
    assert 0.04 < counts.absent / counts.must_sit < 0.1
    assert exam.publication.published_at < NOW
    certified = Certificate.objects.filter(outcome__publication__exam=exam)
    assert certified.count() == counts.excellent + counts.passed
    numbers = list(certified.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def _check_rows_equal_those_of_real_sittings(exam: Exam) -> None:
    attempts = Attempt.objects.filter(candidate__exam=exam).exclude(state=AttemptState.READY)
    assert {*attempts.values_list("state", flat=True)} == {
        AttemptState.SUBMITTED,
        AttemptState.EXPIRED,
    }
    late = JournalEntry.objects.filter(attempt__in=attempts, received_at__gt=NOW)
    assert not late.exists() and not Response.objects.filter(mark=None).exists()
    items = PaperItem.objects.filter(paper__attempt__in=attempts).count()
    assert Response.objects.count() == items
    assert Score.objects.count() == attempts.count()
    for state in (AttemptState.SUBMITTED, AttemptState.EXPIRED):
        attempt = attempts.filter(state=state).order_by("pk").first()
        answers = last_answers(attempt.pk)
        assert attempt.started_at < attempt.closed_at <= attempt.ends_at
        assert attempt.receipt == receipt_code(attempt.pk, attempt.closed_at, answers)
        stored = attempt.responses.order_by("item__slot").values_list("item__slot", "answer")
        assert dict(stored) == {
            slot: answers[slot].answer if slot in answers else "" for slot, _ in stored
        }


def _check_open(exam: Exam) -> None:
    lines = load_outcomes(exam, NOW)
    assert {line.verdict for line in lines} == {Verdict.PENDING} and len(lines) == 250
    first, *later = exam.batches.order_by("number")
    assert first.opens_at < NOW < first.closes_at
    assert all(batch.opens_at > NOW for batch in later)


def _check_accounts(path, exam: Exam, client) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    signed_up, waiting = text.split("激活 Activation")
    secrets = dict(re.findall(r"(\S+) +(\w{4}-\w{4}-\w{4})$", signed_up, re.MULTILINE))
    roles = {"officer", "reviewer", "marker", "leader", "liaison"}
    assert roles < secrets.keys() and len(secrets) == 8
    for login, password in secrets.items():
        assert client.login(username=login, password=password), login
    candidates = Person.objects.filter(phone__in=secrets)
    ready = Attempt.objects.filter(
        candidate__exam=exam,
        candidate__entry__person__in=candidates,
        candidate__batch__opens_at__lte=NOW,
        state=AttemptState.READY,
    )
    assert ready.count() == candidates.count() == 3
    unused = ActivationCode.objects.filter(used_at=None)
    assert unused.count() == 2
    for code in unused.select_related("person"):
        assert code.person.phone in waiting
        assert not User.objects.filter(person=code.person).exists()


@pytest.mark.django_db
def test_a_database_in_use_is_left_alone(capsys):
    make_unit("某局")
    with pytest.raises(SystemExit) as stopped:
        call_command("load_demonstration")
    assert stopped.value.code == 2
    said = json.loads(capsys.readouterr().err)
    assert said["refused"] == "demonstration.not_empty"

    call_command("load_demonstration", "--if-empty")
    assert capsys.readouterr() == ("", "")
    assert list(Unit.objects.values_list("name", flat=True)) == ["某局"]


def test_a_refusal_of_a_step_stops_the_load():
    assert granted(7) == 7
    with pytest.raises(DemonstrationRefused, match=r"demonstration\.not_empty"):
        granted(Refusal("demonstration.not_empty"))
