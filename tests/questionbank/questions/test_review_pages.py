"""The pages of reviewers: the queue, the law that changed, and exams that asked the old text."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.actions import SYSTEM
from questionbank.laws.models import Law
from questionbank.laws.rules import Mark, Piece
from questionbank.questions.actions import save_version
from questionbank.questions.models import Question
from questionbank.questions.queries import content_of, places_of
from questionbank.questions.rules import QuestionState
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import NOW, cite, make_law_version, make_question

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OLD = {"1": "立法目的不变。", "2": "期限为二年。", "3": "依法公开。\n依法救济。", "4": "旧的规定。"}
NEW = {"1": "立法目的不变。", "2": "期限为五年。", "5": "依法公开。\n依法救济。"}


@pytest.fixture
def reviewer(client):
    user = make_user(Role.REVIEWER)
    client.force_login(user)
    return user


@pytest.fixture
def author():
    return make_user(Role.OFFICER)


def make_law(begins):
    """An old and a new version of a law; the new one is in force from `begins`."""
    old = make_law_version(articles=OLD)
    new = make_law_version(adopted_on=begins - 30 * DAY, effective_on=begins, articles=NEW)
    return old, new


def state(question):
    return Question.objects.get(pk=question.pk).state


def decide(client, question, decision, **fields):
    data = {"decision": decision, "version": question.current_id, "queue": "1", **fields}
    return client.post(reverse("questions:decide", args=[question.pk]), data)


def one(question):
    return reverse("questions:review_one", args=[question.pk])


def test_the_queue_goes_from_question_to_question_and_leaves_out_ones_own(client, reviewer, author):
    first, second, third = (make_question(author=author, approved=False) for _ in range(3))
    make_question(author=reviewer, approved=False)
    queue = reverse("questions:review")
    assert client.get(queue).url == one(first)
    assert client.get(queue, {"after": first.current_id}).url == one(second)
    assert client.get(queue, {"after": third.current_id}).url == one(first)
    assert client.get(queue, {"after": "nonsense"}).url == one(first)

    answer = decide(client, first, "approve")
    assert answer.url == f"{queue}?after={first.current_id}"
    assert client.get(answer.url).url == one(second)
    assert decide(client, second, "return").url == one(second)
    assert decide(client, second, "return", reason="题干不清").status_code == 302
    assert decide(client, third, "no_answer", reason="新法已删").status_code == 302
    assert [state(question) for question in (first, second, third)] == [
        QuestionState.APPROVED, QuestionState.DRAFT, QuestionState.NO_ANSWER,
    ]  # fmt: skip
    page = client.get(queue)
    assert (page.status_code, page.context["own"]) == (200, 1)


def test_the_page_shows_the_cited_text_and_what_is_new(client, reviewer):
    law = make_law_version(articles=OLD)
    question = make_question(citations=[cite(law, "3", 2, "依法救济")], rationale="旧的说明")
    content = content_of(question.current)
    save_version(
        actor=SYSTEM, question=question, seen=question.current_id, code=None, topics=(),
        content=type(content)(**{**vars(content), "rationale": "新的说明"}),
        citations=places_of(question.current), source="", now=NOW,
    )  # fmt: skip
    context = client.get(one(question)).context
    (cited,) = context["citations"]
    assert ("".join(piece.text for piece in cited.before), cited.misquoted) == ("依法救济。", False)
    ((_label, difference),) = context["differences"]
    assert [piece.text for piece in difference.before] == ["旧", "的说明"]
    assert [piece.text for piece in difference.after] == ["新", "的说明"]
    compare = reverse("questions:compare", args=[question.pk, 1, 2])
    assert [entry for _, entry in client.get(compare).context["differences"]] == [difference]
    compare = reverse("questions:compare", args=[question.pk, 1, 1])
    assert client.get(compare).context["differences"] == []


def test_citations_are_compared_one_by_one_not_letter_by_letter(client, reviewer):
    old = make_law_version(adopted_on=date(2017, 9, 1), articles=OLD)
    new = make_law_version(articles=NEW)
    question = make_question(citations=[cite(old, "1"), cite(old, "3", 1)])
    save_version(
        actor=SYSTEM, question=question, seen=question.current_id, code=None, topics=(),
        content=content_of(question.current), source="", now=NOW,
        citations=[cite(old, "1"), cite(new, "5", 1)],
    )  # fmt: skip
    compare = reverse("questions:compare", args=[question.pk, 1, 2])
    ((_label, difference),) = client.get(compare).context["differences"]
    kept = Piece(Mark.KEPT, "《中华人民共和国行政处罚法》（2017-09-01）第一条\n")
    assert difference.before == (
        kept, Piece(Mark.TAKEN_OUT, "《中华人民共和国行政处罚法》（2017-09-01）第三条第一款"),
    )  # fmt: skip
    assert difference.after == (
        kept, Piece(Mark.PUT_IN, "《中华人民共和国行政处罚法》（2021-01-22）第五条第一款"),
    )  # fmt: skip


def test_the_author_reads_why_a_question_came_back_until_it_goes_on(client, reviewer, author):
    question = make_question(author=author, approved=False)
    decide(client, question, "return", reason="题干不清")
    client.force_login(author)
    pages = [reverse(f"questions:{name}", args=[question.pk]) for name in ("detail", "edit")]
    given = [client.get(page).context["given_back"] for page in pages]
    assert [(review.reason, review.by) for review in given] == [("题干不清", reviewer)] * 2
    decide(client, question, "submit")
    assert [client.get(page).context["given_back"] for page in pages] == [None] * 2
    decide(client, question, "take_back")
    assert [client.get(page).context["given_back"] for page in pages] == [None] * 2


def test_a_decision_about_another_version_or_by_the_author_says_why_it_was_not_made(
    client, reviewer, author
):
    own = make_question(author=reviewer, approved=False)
    other = make_question(author=author, approved=False)
    for question, fields in ((own, {}), (other, {"version": "1" * 9}), (other, {"version": "x"})):
        answer = client.post(
            reverse("questions:decide", args=[question.pk]),
            {"decision": "approve", "version": question.current_id, **fields},
            follow=True,
        )
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]
        assert state(question) == QuestionState.IN_REVIEW


@pytest.mark.parametrize("decision", ["retire", "submit", "take_back", "reopen"])
def test_what_only_officers_decide_is_refused_to_reviewers(client, reviewer, author, decision):
    question = make_question(author=author)
    assert decide(client, question, decision, reason="改").status_code == 403
    assert state(question) == QuestionState.APPROVED


def test_an_officer_submits_takes_back_retires_and_reopens(client, author):
    client.force_login(author)
    question = make_question(author=author, submit=False)
    for decision, after in (
        ("submit", QuestionState.IN_REVIEW), ("take_back", QuestionState.DRAFT),
        ("retire", QuestionState.RETIRED), ("reopen", QuestionState.IN_REVIEW),
    ):  # fmt: skip
        assert decide(client, question, decision, reason="说明").status_code == 302
        assert state(question) == after


def test_reviewers_see_no_way_to_edit(client, reviewer):
    question = make_question()
    detail = client.get(reverse("questions:detail", args=[question.pk]))
    assert detail.context["can_edit"] is False
    for name in ("questions:edit", "questions:relate"):
        assert client.post(reverse(name, args=[question.pk])).status_code == 403


def approve_many(client, data, **filters):
    address = reverse("questions:approve_many")
    return client.post(address, data, query_params=filters)


def test_those_ticked_are_approved_together_without_ones_own(client, reviewer, author):
    first, second = (make_question(author=author, approved=False) for _ in range(2))
    own = make_question(author=reviewer, approved=False)
    ticked = {"scope": "chosen", "version": [first.current_id, own.current_id, "x"]}
    assert approve_many(client, ticked).status_code == 302
    assert [state(question) for question in (first, second, own)] == [
        QuestionState.APPROVED, QuestionState.IN_REVIEW, QuestionState.IN_REVIEW,
    ]  # fmt: skip


def test_all_that_the_list_shows_is_approved_once_that_is_confirmed(client, reviewer, author):
    wanted = [make_question(author=author, approved=False, topics=["甲"]) for _ in range(2)]
    other = make_question(author=author, approved=False)
    topic = wanted[0].topics.get().pk
    page = approve_many(client, {"scope": "all"}, topic=topic, state="in_review")
    assert (page.status_code, page.context["count"]) == (200, 2)
    late = make_question(author=author, approved=False, topics=["甲"])
    confirmed = {"upto": page.context["upto"]}
    assert approve_many(client, confirmed, topic=topic).status_code == 302
    assert [state(question) for question in (*wanted, other, late)] == [
        QuestionState.APPROVED, QuestionState.APPROVED,
        QuestionState.IN_REVIEW, QuestionState.IN_REVIEW,
    ]  # fmt: skip


def overview(client, **query):
    return client.get(reverse("questions:currency"), query).context


def counts(rows):
    return [
        (row.law.short_title, {kind.value: n for kind, _, n in kinds}, row.misquoted)
        for row, kinds in rows
    ]


def test_the_overview_lists_by_law_what_was_affected(client, reviewer):
    old, _ = make_law(timezone.localdate())
    for article in ("1", "2", "2", "3", "4", "9"):
        make_question(citations=[cite(old, article)])
    make_question(citations=[cite(old, "1", quote="没有的话")])
    assert counts(overview(client)["rows"]) == [
        ("行政处罚法", {"moved": 1, "changed": 2, "gone": 1, "not_found": 1}, 1)
    ]
    assert client.post(reverse("questions:check_currency")).status_code == 302
    assert Question.objects.filter(state=QuestionState.RE_REVIEW).count() == 5


def test_the_overview_foretells_what_a_day_will_affect(client, reviewer):
    today = timezone.localdate()
    old, _ = make_law(today + 10 * DAY)
    for article in ("1", "2", "3"):
        make_question(citations=[cite(old, article)])
    other = make_law_version("中华人民共和国环境保护法", effective_on=None, articles=OLD)
    make_question(citations=[cite(other, "1")])
    Law.objects.filter(pk=other.law_id).update(repealed_on=today + 5 * DAY)
    context = overview(client)
    assert counts(context["rows"]) == []
    assert [(c.day, c.law.short_title, c.repealed, c.questions) for c in context["coming"]] == [
        (today + 5 * DAY, "环境保护法", True, 1), (today + 10 * DAY, "行政处罚法", False, 2),
    ]  # fmt: skip
    assert counts(overview(client, on=(today + 10 * DAY).isoformat())["rows"]) == [
        ("行政处罚法", {"moved": 1, "changed": 1}, 0),
        ("环境保护法", {"repealed": 1}, 0),
    ]
    for nonsense in ("2020-01-01", "2026-13-45", "x"):
        assert overview(client, on=nonsense)["on"] == today


def law_page(client, law, **query):
    return client.get(reverse("questions:currency_law", args=[law.law_id]), query).context


def test_the_page_of_a_law_shows_both_texts_and_moves_citations_forward(client, reviewer, author):
    old, new = make_law(timezone.localdate())
    changed = make_question(author=author, citations=[cite(old, "2")])
    moved = make_question(author=author, citations=[cite(old, "3", 2)])
    both = make_question(author=author, citations=[cite(old, "3"), cite(old, "4")])
    own = make_question(author=reviewer, citations=[cite(old, "3")])
    context = law_page(client, old)
    cards = {card["version"].question_id: card for card in context["cards"]}
    (cited,) = cards[changed.pk]["citations"]
    assert [(piece.mark.value, piece.text) for piece in cited.before] == [
        ("kept", "期限为"), ("del", "二"), ("kept", "年。"),
    ]  # fmt: skip
    assert [(piece.mark.value, piece.text) for piece in cited.after] == [
        ("kept", "期限为"), ("ins", "五"), ("kept", "年。"),
    ]  # fmt: skip
    assert cards[moved.pk]["citations"][0].new_label == "第五条第二款"
    assert {pk: card["movable"] for pk, card in cards.items()} == {
        changed.pk: False, moved.pk: True, both.pk: False, own.pk: False,
    }  # fmt: skip
    assert len(law_page(client, old, kind="moved")["cards"]) == 2

    move = reverse("questions:move_citations", args=[old.law_id])
    assert client.post(move, {"version": changed.current_id}).status_code == 302
    assert Question.objects.filter(versions__number=2).count() == 0
    assert client.post(move).status_code == 302
    moved.refresh_from_db()
    assert places_of(moved.current) == (cite(new, "5", 2),)
    assert list(Question.objects.filter(versions__number=2)) == [moved]
    assert len(law_page(client, old)["cards"]) == 3


def test_citations_are_moved_for_a_day_to_come(client, reviewer):
    begins = timezone.localdate() + 10 * DAY
    old, new = make_law(begins)
    question = make_question(citations=[cite(old, "3")])
    assert law_page(client, old)["movable"] == 0
    assert law_page(client, old, on=begins.isoformat())["movable"] == 1
    move = reverse("questions:move_citations", args=[old.law_id])
    client.post(move, {"on": begins.isoformat(), "version": question.current_id})
    question.refresh_from_db()
    assert places_of(question.current) == (cite(new, "5"),)


def test_the_pages_ask_a_constant_number_of_queries(client, reviewer, django_assert_num_queries):
    old, _ = make_law(timezone.localdate())
    addresses = [
        reverse("questions:currency"), reverse("questions:currency_law", args=[old.law_id]),
    ]  # fmt: skip
    make_question(citations=[cite(old, "2")])
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _ in range(4):
            make_question(citations=[cite(old, "2")])
        with django_assert_num_queries(len(few)):
            client.get(address)
