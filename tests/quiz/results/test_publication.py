"""Publishing: once, only when everybody's verdict is final, and never changed afterwards."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AuditRecord
from audit.rules import Refusal, digest
from audit.wording import explain
from quiz.assembly.models import Exam
from quiz.assembly.rules import ExamState
from quiz.delivery.rules import AttemptState
from quiz.results.actions import publish_results
from quiz.results.models import Outcome, Publication
from tests.factories import NOW, make_person, make_roster
from tests.quiz.results.factories import (
    make_attempt,
    make_batch,
    make_candidate,
    make_exam,
    make_officer,
    make_sat_exam,
)

pytestmark = pytest.mark.django_db


def publish(exam):
    return publish_results(actor=make_officer(), exam=exam, now=NOW)


def test_publication_holds_every_entry_and_a_hash_of_them():
    exam = make_sat_exam(95, 60.5, 59, None)
    published = publish(exam)
    assert isinstance(published, Publication)
    rows = published.outcomes.order_by("entry__number").values_list("verdict", "score")
    assert list(rows) == [("excellent", 95), ("passed", 60.5), ("failed", 59), ("absent", None)]
    lines = [[1, "excellent", "95.00"], [2, "passed", "60.50"], [3, "failed", "59.00"]]
    assert published.content_hash == digest(
        {"exam": exam.pk, "roster": "0" * 64, "lines": [*lines, [4, "absent", ""]]}
    )
    record = AuditRecord.objects.get(action="publish_results")
    assert (record.subject_id, record.facts["entries"]) == (str(exam.pk), 4)


def test_second_publication_is_refused():
    exam = make_sat_exam(95)
    publish(exam)
    assert publish(exam) == Refusal("results.published_before", {"exam": exam.title})
    assert (Publication.objects.count(), Outcome.objects.count()) == (1, 1)


def test_publishing_holds_the_exam_before_it_reads_anything():
    """Marking waits for the same row: no mark slips in between reading scores and publishing."""
    exam, officer = make_sat_exam(95), make_officer()
    with CaptureQueriesContext(connection) as seen:
        publish_results(actor=officer, exam=exam, now=NOW)
    first = next(query["sql"] for query in seen if query["sql"].startswith("SELECT"))
    assert 'FROM "quiz_exam"' in first
    assert first.endswith("FOR UPDATE") == connection.features.has_select_for_update


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_tabs_publish_once():
    exam, officer = make_sat_exam(*[80] * 30), make_officer()
    both = threading.Barrier(2)
    answers = []

    def run():
        try:
            both.wait(timeout=120)
            answers.append(publish_results(actor=officer, exam=exam, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    assert sorted(type(answer).__name__ for answer in answers) == ["Publication", "Refusal"]
    assert (Publication.objects.count(), Outcome.objects.count()) == (1, 30)


def test_draft_has_no_results():
    exam = make_sat_exam(95)
    Exam.objects.update(state=ExamState.DRAFT)
    assert publish(exam) == Refusal("results.not_locked", {"exam": exam.title})


def test_pending_entries_are_named_by_what_they_wait_for():
    people = [make_person() for _ in range(6)]
    exam = make_exam(make_roster(*people))
    closed, open_ = make_batch(exam), make_batch(exam, closes_at=NOW + timedelta(hours=1))
    first, second, third, fourth, fifth, _unscheduled = exam.roster.entries.all()
    make_attempt(make_candidate(closed, first), 80)
    make_attempt(make_candidate(closed, second), None, unmarked=2)
    make_attempt(make_candidate(open_, third), state=AttemptState.READY)
    make_attempt(make_candidate(open_, fourth), state=AttemptState.IN_PROGRESS)
    make_attempt(make_candidate(closed, fifth), None, unmarked=1)
    refusal = publish(exam)
    facts = {"unmarked": 2, "open": 2, "batches": "2", "unscheduled": 1}
    assert refusal == Refusal("results.still_pending", {"exam": exam.title} | facts)
    assert exam.title in explain(refusal)
    assert not Publication.objects.exists() and not Outcome.objects.exists()


def test_published_outcome_cannot_be_changed_or_removed():
    publish(make_sat_exam(40))
    with pytest.raises(DatabaseError), transaction.atomic():
        Outcome.objects.update(verdict="passed")
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.update(content_hash="f" * 64)
