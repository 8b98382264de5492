"""Handing in, the closer's round, marking by hand."""

from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.management import call_command

from audit.models import AuditRecord
from audit.rules import Refusal
from quiz.delivery.actions import record_answers
from quiz.delivery.models import Attempt
from quiz.delivery.queries import last_answers, receipt_code
from quiz.delivery.rules import Answer, AttemptState
from quiz.marking.actions import (
    close_and_score,
    close_overdue,
    mark_response,
    submit_attempt,
)
from quiz.marking.models import Response, Score
from quiz.results.models import Publication
from rosters.roles.rules import Role
from tests.factories import NOW, make_person, make_user
from tests.quiz.delivery.factories import (
    FIVE_KINDS,
    HOUR,
    NEW_KINDS,
    make_attempts,
    make_exam,
    make_running,
    token_of,
)

pytestmark = pytest.mark.django_db
ANSWERS = [
    Answer(1, 1, "A"), Answer(2, 1, "B"), Answer(3, 2, "AD"), Answer(4, 3, "T"),
    Answer(5, 4, "2日\n机关"), Answer(6, 5, "听证适用于较大数额罚款。"),
]  # fmt: skip


def answered(answers=ANSWERS, exam=None):
    attempt = make_running(exam)
    record_answers(token=token_of(attempt), answers=answers, now=NOW)
    return attempt


def marks_of(attempt):
    return list(
        Response.objects.filter(attempt=attempt)
        .order_by("item__slot")
        .values_list("item__slot", "answer", "mark")
    )


def test_handing_in_scores_the_last_answers_and_gives_a_receipt():
    attempt = answered()
    receipt = submit_attempt(token=token_of(attempt), now=NOW)
    assert marks_of(attempt) == [
        (1, "B", D(2)),
        (2, "AD", D(1)),
        (3, "T", D(2)),
        (4, "2日\n机关", D(2)),
        (5, "听证适用于较大数额罚款。", None),
    ]
    score = Score.objects.get()
    assert (score.machine_marks, score.unmarked, score.total) == (D(7), 1, None)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.closed_at) == (AttemptState.SUBMITTED, NOW)
    assert (receipt.answered, receipt.slots, receipt.by_clock) == (5, 5, False)
    assert receipt.code == receipt_code(attempt.pk, NOW, last_answers(attempt.pk))
    assert len(receipt.code) == 14


def test_indefinite_choice_and_blanks_in_any_order_are_scored():
    answers = [Answer(1, 1, "C"), Answer(2, 2, "应当听证。"), Answer(3, 3, "公开\n公正")]
    attempt = answered(answers, make_exam(kinds=NEW_KINDS))
    submit_attempt(token=token_of(attempt), now=NOW)
    assert marks_of(attempt) == [
        (1, "C", D(1)), (2, "应当听证。", None), (3, "公开\n公正", D(2)),
    ]  # fmt: skip


def test_handing_in_twice_gives_the_same_receipt():
    attempt = answered()
    first = submit_attempt(token=token_of(attempt), now=NOW)
    assert submit_attempt(token=token_of(attempt), now=NOW + HOUR / 2) == first
    assert Score.objects.count() == 1


def test_receipt_tells_answers_apart():
    attempt = answered()
    answers = last_answers(attempt.pk)
    code = receipt_code(attempt.pk, NOW, answers)
    answers[1] = answers[3]
    assert receipt_code(attempt.pk, NOW, answers) != code


def test_handing_in_after_the_end_is_the_clock_closing():
    attempt = answered()
    receipt = submit_attempt(token=token_of(attempt), now=attempt.ends_at + HOUR)
    assert (receipt.by_clock, receipt.closed_at) == (True, attempt.ends_at)


def test_blank_paper_is_scored_at_once():
    attempt = make_running()
    submit_attempt(token=token_of(attempt), now=NOW)
    score = Score.objects.get()
    assert (score.machine_marks, score.unmarked, score.total) == (D(0), 0, D(0))


def test_former_device_cannot_hand_in():
    attempt = answered()
    token = token_of(attempt)
    Attempt.objects.update(device=2)
    assert submit_attempt(token=token, now=NOW).code == "delivery.other_device"
    assert Attempt.objects.get().state == AttemptState.IN_PROGRESS


def test_former_device_cannot_close_what_moved_on_a_moment_ago():
    """The device is part of the closing statement: a take-over after the look-up counts."""
    attempt = answered()
    Attempt.objects.update(device=2)
    submitted = {"attempt_id": attempt.pk, "state": AttemptState.SUBMITTED, "now": NOW}
    assert not close_and_score(**submitted, device=1)
    assert Attempt.objects.get().state == AttemptState.IN_PROGRESS
    assert close_and_score(**submitted, device=2)


def test_attempt_that_never_started_cannot_be_handed_in():
    attempt = make_attempts(make_exam())[0]
    refused = submit_attempt(token=token_of(attempt, 1), now=NOW)
    assert refused == Refusal("delivery.token_forged")


def test_forged_token_cannot_hand_in():
    assert submit_attempt(token="1.1.sA:x:y", now=NOW) == Refusal("delivery.token_forged")


def test_round_closes_what_is_overdue_and_nothing_else():
    exam = make_exam(make_person(), make_person(), make_person())
    late, running, ready = make_attempts(exam)
    for attempt, end in ((late, NOW), (running, NOW + HOUR)):
        attempt.state, attempt.started_at, attempt.ends_at = "progress", NOW - HOUR, end
        attempt.device = 1
        attempt.save()
    record_answers(token=token_of(late), answers=ANSWERS[:4], now=NOW - HOUR / 2)
    assert close_overdue(now=NOW) == 1
    assert close_overdue(now=NOW) == 0
    late.refresh_from_db()
    assert (late.state, late.closed_at, bool(late.receipt)) == ("expired", NOW, True)
    assert Score.objects.get(attempt=late).total == D(5)
    assert [Attempt.objects.get(pk=a.pk).state for a in (running, ready)] == ["progress", "ready"]


def test_keep_time_once_says_how_many_it_closed():
    attempt = make_running()
    Attempt.objects.update(ends_at=NOW - HOUR * 1000, started_at=NOW - HOUR * 1001)
    out = StringIO()
    call_command("keep_time", "--once", stdout=out)
    assert out.getvalue() == '{"closed": 1}\n'
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.EXPIRED


@pytest.fixture
def waiting():
    attempt = answered()
    submit_attempt(token=token_of(attempt), now=NOW)
    return Response.objects.get(mark=None)


def test_last_mark_completes_the_score(waiting):
    marker = make_user(Role.MARKER)
    mark_response(actor=marker, response=waiting, mark=D("1.5"), now=NOW)
    score = Score.objects.get()
    assert (score.machine_marks, score.unmarked, score.total) == (D(7), 0, D("8.5"))
    record = AuditRecord.objects.get()
    assert (record.action, record.facts) == ("mark_response", {"from": None, "to": "1.5"})


def test_change_of_a_mark_must_know_what_it_replaces(waiting):
    first, second = make_user(Role.MARKER), make_user(Role.MARKER)
    mark_response(actor=first, response=waiting, mark=D(1), now=NOW)
    blind = mark_response(actor=second, response=waiting, mark=D(2), now=NOW)
    assert blind == Refusal("marking.marked_meanwhile")
    mark_response(actor=second, response=waiting, mark=D(2), now=NOW, seen=D(1))
    assert Score.objects.get().total == D(9)
    assert AuditRecord.objects.order_by("-number")[0].facts == {"from": "1.00", "to": "2"}


@pytest.mark.parametrize("mark", ["-0.01", "2.01"])
def test_mark_outside_its_bounds_is_refused(waiting, mark):
    refused = mark_response(actor=make_user(), response=waiting, mark=D(mark), now=NOW)
    assert refused.code == "marking.out_of_bounds"
    assert Score.objects.get().total is None


def test_machine_scored_answer_is_not_marked_by_hand(waiting):
    machine = Response.objects.get(item__slot=1)
    refused = mark_response(actor=make_user(), response=machine, mark=D(0), now=NOW, seen=D(2))
    assert refused == Refusal("marking.by_machine")


def test_published_results_freeze_the_marks(waiting):
    exam = waiting.item.paper.exam
    published = Publication.objects.create(exam=exam, published_at=NOW, content_hash="0" * 64)
    for entry in exam.roster.entries.all():
        published.outcomes.create(entry=entry, verdict="absent")
    refused = mark_response(actor=make_user(), response=waiting, mark=D(1), now=NOW)
    assert refused == Refusal("marking.published", {"exam": exam.title})


def test_number_of_statements_does_not_grow_with_the_paper(django_assert_max_num_queries):
    attempt = answered(exam=make_exam(kinds=FIVE_KINDS * 6), answers=ANSWERS)
    token = token_of(attempt)
    with django_assert_max_num_queries(14):
        submit_attempt(token=token, now=NOW)
