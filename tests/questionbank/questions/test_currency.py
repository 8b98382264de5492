"""What happens to questions when the law moves on."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.actions import SYSTEM
from audit.models import AuditRecord
from audit.rules import Refusal
from questionbank.laws.models import Law, LawVersion
from questionbank.questions.actions import (
    CurrencyCheck,
    check_currency,
    move_citations,
    save_version,
)
from questionbank.questions.models import Question, Review
from questionbank.questions.queries import content_of, load_pool, places_of
from questionbank.questions.rules import QuestionState
from quiz.management.commands.keep_time import Command
from tests.factories import make_user
from tests.questionbank.factories import NOW, cite, make_law_version, make_question

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 12, 1)
DAY = timedelta(days=1)
OLD = {"1": "立法目的不变。", "2": "期限为二年。", "3": "依法公开。\n依法救济。", "4": "旧的规定。"}
NEW = {"1": "立法目的不变。", "2": "期限为五年。", "5": "依法公开。\n依法救济。"}


def at(day):
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


@pytest.fixture
def law():
    old = make_law_version(articles=OLD)
    new = make_law_version(adopted_on=date(2026, 6, 1), effective_on=BEGINS, articles=NEW)
    return old, new


def state(question):
    return Question.objects.get(pk=question.pk).state


def test_the_check_sends_what_no_longer_stands_to_re_review_on_its_day(law):
    old, new = law
    kept = make_question(citations=[cite(old, "1")])
    ahead = make_question(citations=[cite(new, "2")])
    lapsed = [make_question(citations=[cite(old, article)]) for article in ("2", "3", "4")]
    assert check_currency(actor=SYSTEM, now=at(BEGINS - DAY)) == CurrencyCheck(5, 0, 0)
    assert check_currency(actor=SYSTEM, now=at(BEGINS)) == CurrencyCheck(5, 3, 0)
    assert {state(question) for question in (kept, ahead)} == {QuestionState.APPROVED}
    assert {state(question) for question in lapsed} == {QuestionState.RE_REVIEW}
    sent = Review.objects.filter(verdict="re_review").values_list("version", "reason", "by", "at")
    assert list(sent) == [
        (question.current_id, reason, None, at(BEGINS))
        for question, reason in zip(lapsed, ("changed", "moved", "gone"), strict=True)
    ]
    records = AuditRecord.objects.count()
    assert check_currency(actor=SYSTEM, now=at(BEGINS)) == CurrencyCheck(5, 0, 0)
    assert AuditRecord.objects.count() == records


def test_the_draw_does_not_wait_for_the_check(law):
    old, _ = law
    question = make_question(citations=[cite(old, "2")])
    assert load_pool(BEGINS, BEGINS) == []
    assert state(question) == QuestionState.APPROVED


def test_a_date_put_right_brings_the_questions_back(law):
    old, new = law
    question = make_question(citations=[cite(old, "2")])
    check_currency(actor=SYSTEM, now=at(BEGINS))
    LawVersion.objects.filter(pk=new.pk).update(effective_on=BEGINS + DAY)
    assert check_currency(actor=SYSTEM, now=at(BEGINS)) == CurrencyCheck(1, 0, 1)
    assert state(question) == QuestionState.APPROVED


def test_a_repealed_law_sends_all_its_questions(law):
    old, _ = law
    question = make_question(citations=[cite(old, "1")])
    Law.objects.filter(pk=old.law_id).update(repealed_on=BEGINS)
    assert check_currency(actor=SYSTEM, now=at(BEGINS)).sent == 1
    assert Review.objects.get(verdict="re_review").reason == "repealed"
    assert state(question) == QuestionState.RE_REVIEW


def test_a_version_in_review_is_left_to_its_reviewer(law):
    old, new = law
    question = make_question(citations=[cite(old, "2")])
    save_version(
        actor=SYSTEM, question=question, seen=question.current_id, code=None,
        content=content_of(question.current), topics=(), citations=[cite(new, "2")], source="",
        now=NOW,
    )  # fmt: skip
    assert check_currency(actor=SYSTEM, now=at(BEGINS)) == CurrencyCheck(0, 0, 0)
    assert state(question) == QuestionState.IN_REVIEW


def test_citations_that_only_moved_go_forward_in_a_version_approved_at_once(law):
    old, new = law
    author, other = make_user(), make_user()
    question = make_question(
        author=author, citations=[cite(old, "1"), cite(old, "3", 2, "依法救济")], topics=["程序"]
    )
    check_currency(actor=SYSTEM, now=at(BEGINS))
    moved = move_citations(actor=other, questions=[question], on=BEGINS, now=at(BEGINS))
    assert moved == 1
    before, after = question.versions.all()
    question.refresh_from_db()
    assert (question.current, question.state) == (after, QuestionState.APPROVED)
    assert content_of(after) == content_of(before)
    assert (after.author, after.number) == (author, 2)
    assert places_of(after) == (cite(old, "1"), cite(new, "5", 2, "依法救济"))
    assert [(r.verdict, r.reason, r.by) for r in after.reviews.all()] == [
        ("approved", "moved", other)
    ]
    assert [item.version_id for item in load_pool(BEGINS, BEGINS)] == [after.pk]
    assert [item.version_id for item in load_pool(BEGINS - DAY, BEGINS - DAY)] == [before.pk]
    assert check_currency(actor=SYSTEM, now=at(BEGINS)) == CurrencyCheck(1, 0, 0)


def test_citations_can_be_moved_before_the_day(law):
    old, new = law
    question = make_question(citations=[cite(old, "3")])
    assert move_citations(actor=SYSTEM, questions=[question], on=BEGINS, now=NOW) == 1
    question.refresh_from_db()
    assert places_of(question.current) == (cite(new, "5"),)
    assert check_currency(actor=SYSTEM, now=NOW) == CurrencyCheck(1, 0, 0)
    assert [item.question_id for item in load_pool(NOW.date(), NOW.date())] == [question.pk]


def test_two_citations_that_meet_in_one_place_become_one(law):
    old, new = law
    question = make_question(citations=[cite(old, "3", 1, "依法"), cite(new, "5", 1, "公开")])
    assert move_citations(actor=SYSTEM, questions=[question], on=BEGINS, now=at(BEGINS)) == 1
    question.refresh_from_db()
    assert places_of(question.current) == (cite(new, "5", 1, "依法"),)


@pytest.mark.parametrize("article", ["1", "2", "4", "9"])
def test_what_did_not_just_move_is_not_moved(law, article):
    old, _ = law
    question = make_question(citations=[cite(old, article), cite(old, "3", 1)])
    moved = move_citations(actor=SYSTEM, questions=[question], on=BEGINS, now=at(BEGINS))
    assert moved == (
        1 if article == "1" else Refusal("questions.not_moved", {"code": str(question)})
    )


def test_authors_do_not_confirm_their_own_and_one_refusal_moves_nothing(law):
    old, _ = law
    author = make_user()
    own = make_question(author=author, citations=[cite(old, "3")])
    others = make_question(citations=[cite(old, "3", 1)])
    assert move_citations(
        actor=author, questions=[others, own], on=BEGINS, now=at(BEGINS)
    ) == Refusal("questions.own_citation", {"code": str(own)})
    assert others.versions.count() == 1


def test_a_check_and_a_move_ask_a_constant_number_of_queries(law):
    old, _ = law

    def work(count):
        questions = [make_question(citations=[cite(old, "3", 1 + n % 2)]) for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            check = check_currency(actor=SYSTEM, now=at(BEGINS))
            moved = move_citations(actor=SYSTEM, questions=questions, on=BEGINS, now=at(BEGINS))
        return check.sent, moved, len(asked)

    (_, _, few), many = work(2), work(8)
    assert many == (8, 8, few)


def test_the_command_says_what_it_did(law):
    old, new = law
    LawVersion.objects.filter(pk=new.pk).update(effective_on=date(2022, 1, 1))
    make_question(citations=[cite(old, "2")])
    out = StringIO()
    call_command("check_currency", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"checked": 1, "sent": 1, "restored": 0}
    call_command("check_currency", stdout=out)


def test_the_clock_of_the_platform_asks_for_a_check_every_hour(law):
    old, new = law
    LawVersion.objects.filter(pk=new.pk).update(effective_on=date(2022, 1, 1))
    clock = Command()
    first = make_question(citations=[cite(old, "2")])
    clock._round()
    second = make_question(citations=[cite(old, "2")])
    clock._round()
    assert [state(first), state(second)] == [QuestionState.RE_REVIEW, QuestionState.APPROVED]
    clock.look_at -= timedelta(hours=1)
    clock._round()
    assert state(second) == QuestionState.RE_REVIEW
