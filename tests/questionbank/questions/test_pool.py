"""What papers may be drawn from, by the days of the exam."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.rules import digest
from questionbank.laws.models import Law
from questionbank.questions.actions import (
    approve_questions,
    mark_no_answer,
    reopen_question,
    retire_question,
    save_version,
)
from questionbank.questions.models import Family
from questionbank.questions.queries import content_of, load_pool, places_of
from questionbank.questions.rules import (
    CasePlace,
    Difficulty,
    ItemKind,
    PoolItem,
    grouped,
)
from tests.questionbank.factories import NOW, cite, make_law_version, make_question

TODAY = date(2026, 11, 22)
BEGINS = date(2026, 12, 1)
DAY = timedelta(days=1)


def pool(first=TODAY, last=None):
    return [item.version_id for item in load_pool(first, last or first)]


def change(question, *, approve=True, **fields):
    """The question with another version."""
    content = content_of(question.current)
    citations = fields.pop("citations", places_of(question.current))
    content = type(content)(**{**vars(content), **fields})
    question, verdict = save_version(
        actor=SYSTEM, question=question, seen=question.current_id, code=question.code,
        content=content, topics=(), citations=citations, source="", now=NOW,
    )  # fmt: skip
    assert verdict == "changed"
    if approve:
        assert approve_questions(actor=SYSTEM, questions=[question], now=NOW) == 1
    question.refresh_from_db()
    return question


@pytest.fixture
def law(db):
    """A law whose second article is reworded, and its third article moved, from BEGINS."""
    old = make_law_version(
        articles={"1": "立法目的不变。", "2": "期限为二年。", "3": "本法自公布之日起施行。"}
    )
    new = make_law_version(
        adopted_on=date(2026, 6, 1), effective_on=BEGINS,
        articles={"1": "立法目的不变。", "2": "期限为五年。", "4": "本法自公布之日起施行。"},
    )  # fmt: skip
    return old, new


def test_the_day_of_the_exam_picks_the_questions(law):
    old, new = law
    kept = make_question(citations=[cite(old, "1")])
    reworded = make_question(citations=[cite(old, "2")])
    moved = make_question(citations=[cite(old, "3")])
    ahead = make_question(citations=[cite(new, "2")])
    none = make_question()
    before = {q.current_id for q in (kept, reworded, moved, none)}
    after = {q.current_id for q in (kept, ahead, none)}
    assert set(pool(BEGINS - DAY)) == before
    assert set(pool(BEGINS)) == after
    assert set(pool(BEGINS - DAY, BEGINS)) == before & after


def test_both_wordings_of_one_question_serve_each_on_its_days(law):
    old, new = law
    question = make_question(citations=[cite(old, "2")])
    first = question.current_id
    second = change(question, key="C", citations=[cite(new, "2")]).current_id
    assert (pool(BEGINS - DAY), pool(BEGINS)) == ([first], [second])
    assert pool(BEGINS - DAY, BEGINS) == []


def test_every_citation_of_a_question_has_to_stand(law):
    old, _ = law
    make_question(citations=[cite(old, "1"), cite(old, "2")])
    assert len(pool(BEGINS - DAY)) == 1
    assert pool(BEGINS) == []


def test_a_repealed_law_and_one_still_to_come_bear_no_question(law):
    old, _ = law
    make_question(citations=[cite(old, "1")])
    coming = make_law_version("法治宣传教育法", adopted_on=TODAY, effective_on=BEGINS)
    make_question(citations=[cite(coming, "1")])
    Law.objects.filter(pk=old.law_id).update(repealed_on=BEGINS)
    assert len(pool(BEGINS - DAY)) == 1
    assert len(pool(BEGINS)) == 1
    assert pool(BEGINS - DAY, BEGINS) == []


@pytest.mark.django_db
def test_a_declared_version_without_text_stands_until_the_next():
    old = make_law_version()
    make_question(citations=[cite(old, "36")])
    quoted = make_question(citations=[cite(old, "36", quote="二年内")])
    assert len(pool()) == 2
    make_law_version(adopted_on=BEGINS, effective_on=BEGINS, articles={"36": "在二年内未被发现"})
    assert pool(BEGINS) == [quoted.current_id]


@pytest.mark.django_db
def test_a_citation_of_a_place_that_is_not_there_bears_nothing():
    law = make_law_version(articles={"1": "只有一款。"})
    make_question(citations=[cite(law, "2")])
    make_question(citations=[cite(law, "1", 2)])
    assert pool() == []


@pytest.mark.django_db
def test_an_approved_version_serves_while_the_next_one_waits():
    question = make_question()
    first = question.current_id
    waiting = change(question, key="C", approve=False)
    assert pool() == [first]
    assert approve_questions(actor=SYSTEM, questions=[waiting], now=NOW) == 1
    assert pool() == [waiting.current_id]
    make_question(approved=False)
    make_question(submit=False)
    assert pool() == [waiting.current_id]


@pytest.mark.django_db
@pytest.mark.parametrize("withdraw", [retire_question, mark_no_answer])
def test_what_was_withdrawn_is_approved_anew_before_it_is_drawn(withdraw):
    question = make_question()
    assert withdraw(actor=SYSTEM, question=question, reason="有误", now=NOW) is None
    assert pool() == []
    assert reopen_question(actor=SYSTEM, question=question, reason="已核对", now=NOW) is None
    assert pool() == []
    approve_questions(actor=SYSTEM, questions=[question], now=NOW)
    assert pool() == [question.current_id]


def place(position, code="AL-1"):
    return CasePlace(code, position, "案例")


@pytest.mark.django_db
def test_a_case_is_one_item_made_of_its_parts_in_order():
    law = make_law_version()
    parts = [
        make_question(ItemKind.SHORT, case=place(2), material="甲酒后驾车。", weight=3,
                      citations=[cite(law)], difficulty=Difficulty.EASY),
        make_question(case=place(1), material="甲酒后驾车。", topics=["程序"],
                      difficulty=Difficulty.HARD),
    ]  # fmt: skip
    second, first = (
        PoolItem(part.current_id, part.pk, ItemKind(part.current.kind),
                 Difficulty(part.current.difficulty),
                 frozenset(part.topics.values_list("pk", flat=True)),
                 frozenset(part.current.citations.values_list("law_version__law", flat=True)),
                 part.current.options.count(), part.current.content_hash,
                 weight=part.current.weight)
        for part in parts
    )  # fmt: skip
    assert load_pool(TODAY, TODAY) == [
        PoolItem(
            first.version_id, first.question_id, ItemKind.CASE, Difficulty.HARD,
            first.topic_ids, frozenset({law.law_id}), 0,
            digest([first.content_hash, second.content_hash]), parts=(first, second),
        )
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_case_is_whole_or_not_drawn():
    first = make_question(case=place(1), material="甲")
    second = make_question(case=place(2), material="甲")
    change(first, material="甲酒后")
    assert pool() == []
    second = change(second, material="甲酒后")
    assert len(pool()) == 1
    assert mark_no_answer(actor=SYSTEM, question=second, reason="无答案", now=NOW) is None
    assert pool() == []
    assert retire_question(actor=SYSTEM, question=second, reason="停用", now=NOW) is None
    assert [len(item.parts) for item in load_pool(TODAY, TODAY)] == [1]


@pytest.mark.django_db
def test_families_enemies_and_what_links_them_form_groups():
    one, two, three, four, alone = (make_question() for _ in range(5))
    family = Family.objects.create()
    one.family = two.family = family
    one.save()
    two.save()
    three.enemies.add(two)
    four.enemies.add(three)
    retire_question(actor=SYSTEM, question=three, reason="停用", now=NOW)
    group = min(q.current.content_hash for q in (one, two, four))
    assert {item.question_id: item.group for item in load_pool(TODAY, TODAY)} == {
        one.pk: group, two.pk: group, four.pk: group, alone.pk: "",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_case_has_the_enemies_of_its_parts():
    parts = [make_question(case=place(n), material="甲") for n in (1, 2)]
    enemy = make_question()
    enemy.enemies.add(parts[1])
    items = load_pool(TODAY, TODAY)
    assert {item.group for item in items} == {min(item.content_hash for item in items)}


@pytest.mark.django_db
def test_load_pool_asks_a_constant_number_of_queries(django_assert_num_queries, law):
    old, new = law
    for case in (None, place(1)):
        make_question(citations=[cite(old, "1"), cite(new, "1")], topics=["甲"], case=case)
    with django_assert_num_queries(9):
        load_pool(TODAY, TODAY)
    for number in range(2, 8):
        make_question(citations=[cite(old, "2")], topics=[f"乙{number}"], case=place(number))
    with django_assert_num_queries(9):
        load_pool(TODAY, BEGINS)


def item(number):
    return PoolItem(
        number, number, ItemKind.SINGLE, Difficulty.EASY, frozenset(), frozenset(), 4,
        digest(number),
    )  # fmt: skip


pairs = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=12)


@given(pairs, st.permutations(range(1, 7)))
def test_groups_are_the_linked_items_whatever_their_order(links, order):
    import networkx

    graph = networkx.Graph(links)
    graph.add_nodes_from(order)
    groups = {}
    for component in networkx.connected_components(graph):
        members = component & set(order)
        key = min(map(digest, members), default="")
        groups |= {number: key if len(members) > 1 else "" for number in members}
    assert {one.question_id: one.group for one in grouped(map(item, order), links)} == groups
