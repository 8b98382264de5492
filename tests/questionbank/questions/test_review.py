"""What people decide about questions: who may, in which state, and what stays of it."""

import pytest
from django.db import DatabaseError, transaction

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from questionbank.questions.actions import (
    approve_questions,
    mark_no_answer,
    reopen_question,
    retire_question,
    return_question,
    save_version,
    submit_questions,
    take_back_question,
)
from questionbank.questions.models import Question, Review
from questionbank.questions.queries import content_of
from questionbank.questions.rules import QuestionState
from tests.factories import make_user
from tests.questionbank.factories import NOW, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user()


@pytest.fixture
def reviewer():
    return make_user()


def state(question):
    return Question.objects.get(pk=question.pk).state


def decisions(question):
    rows = Review.objects.filter(version__question=question)
    return [tuple(row) for row in rows.values_list("verdict", "by", "reason")]


def test_a_draft_is_submitted_returned_with_a_reason_and_submitted_again(author, reviewer):
    question = make_question(author=author, submit=False)
    assert submit_questions(actor=author, questions=[question], now=NOW) == 1
    assert return_question(actor=reviewer, question=question, reason=" ", now=NOW) == Refusal(
        "questions.no_reason", {"code": str(question)}
    )
    assert state(question) == QuestionState.IN_REVIEW
    assert return_question(actor=reviewer, question=question, reason="题干不清", now=NOW) is None
    assert state(question) == QuestionState.DRAFT
    assert submit_questions(actor=author, questions=[question], now=NOW) == 1
    assert approve_questions(actor=reviewer, questions=[question], now=NOW) == 1
    assert decisions(question) == [
        ("submitted", author.pk, ""), ("returned", reviewer.pk, "题干不清"),
        ("submitted", author.pk, ""), ("approved", reviewer.pk, ""),
    ]  # fmt: skip
    assert submit_questions(actor=author, questions=[question], now=NOW) == Refusal(
        "questions.not_a_draft", {"code": str(question)}
    )


def test_nobody_decides_about_their_own_work(author):
    question = make_question(author=author, approved=False)
    refusal = Refusal("questions.own_question", {"code": str(question)})
    assert approve_questions(actor=author, questions=[question], now=NOW) == refusal
    assert return_question(actor=author, question=question, reason="改", now=NOW) == refusal
    assert state(question) == QuestionState.IN_REVIEW


def test_an_author_takes_back_what_waits_and_nobody_elses(author, reviewer):
    question = make_question(author=author, approved=False)
    assert take_back_question(actor=reviewer, question=question, now=NOW) == Refusal(
        "questions.not_the_author", {"code": str(question)}
    )
    assert take_back_question(actor=author, question=question, now=NOW) is None
    assert state(question) == QuestionState.DRAFT
    assert take_back_question(actor=author, question=question, now=NOW) == Refusal(
        "questions.not_in_review", {"code": str(question)}
    )


def test_a_decision_about_a_version_that_is_no_longer_current_is_refused(author, reviewer):
    seen = make_question(author=author, approved=False)
    content = content_of(seen.current)
    changed, _ = save_version(
        actor=author, question=seen, seen=seen.current_id, code=None,
        content=type(content)(**{**vars(content), "key": "C"}), topics=(), citations=(),
        source="", now=NOW,
    )  # fmt: skip
    seen = Question(pk=seen.pk, current_id=seen.versions.get(number=1).pk)
    assert approve_questions(actor=reviewer, questions=[seen], now=NOW) == Refusal(
        "questions.stale", {"code": str(changed)}
    )
    assert state(changed) == QuestionState.IN_REVIEW


def test_many_are_approved_together_under_one_record_or_none_is(author, reviewer):
    questions = [make_question(author=author, approved=False) for _ in range(3)]
    draft = make_question(author=author, submit=False)
    before = AuditRecord.objects.count()
    refused = approve_questions(actor=reviewer, questions=[*questions, draft], now=NOW)
    assert refused == Refusal("questions.not_in_review", {"code": str(draft)})
    assert {state(question) for question in questions} == {QuestionState.IN_REVIEW}
    assert approve_questions(actor=reviewer, questions=questions, now=NOW) == 3
    (entry,) = AuditRecord.objects.filter(number__gt=before)
    assert (entry.action, entry.facts) == (
        "approve_questions", {"versions": [question.current_id for question in questions]},
    )  # fmt: skip
    assert approve_questions(actor=reviewer, questions=[], now=NOW) == 0


def test_retiring_needs_a_reason_and_happens_once(reviewer):
    question = make_question()
    assert retire_question(actor=SYSTEM, question=question, reason=" ", now=NOW) == Refusal(
        "questions.no_reason", {"code": str(question)}
    )
    assert retire_question(actor=reviewer, question=question, reason="重复", now=NOW) is None
    assert retire_question(actor=SYSTEM, question=question, reason="再次", now=NOW) == Refusal(
        "questions.already_retired", {"code": str(question)}
    )
    assert mark_no_answer(actor=SYSTEM, question=question, reason="无", now=NOW) == Refusal(
        "questions.already_out_of_use", {"code": str(question)}
    )
    assert decisions(question)[2:] == [("retired", reviewer.pk, "重复")]


def test_no_correct_answer_is_a_state_that_can_be_reopened_or_retired(author, reviewer):
    question = make_question(author=author)
    assert mark_no_answer(actor=reviewer, question=question, reason="新法无此规定", now=NOW) is None
    assert state(question) == QuestionState.NO_ANSWER
    assert reopen_question(actor=author, question=question, reason="已修订", now=NOW) is None
    assert state(question) == QuestionState.IN_REVIEW
    assert reopen_question(actor=author, question=question, reason="再来", now=NOW) == Refusal(
        "questions.still_in_use", {"code": str(question)}
    )
    assert mark_no_answer(actor=reviewer, question=question, reason="仍无", now=NOW) is None
    assert retire_question(actor=reviewer, question=question, reason="停用", now=NOW) is None
    assert [verdict for verdict, _, _ in decisions(question)] == [
        "submitted", "approved", "no_answer", "submitted", "no_answer", "retired",
    ]  # fmt: skip


def test_the_database_refuses_to_change_a_decision():
    question = make_question()
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(version=question.current_id).update(reason="改写")
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(version=question.current_id).delete()
