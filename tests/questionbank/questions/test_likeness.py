"""Questions that look alike: finding them, ruling on them, and what a ruling does."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from questionbank.questions.actions.likeness import find_similar, keep_pairs, rule_on_pair
from questionbank.questions.models import Comparison, Question
from questionbank.questions.queries.likeness import alike_in_bank, waiting_comparisons
from questionbank.questions.rules import Content, ItemKind, Likeness
from questionbank.questions.rules.likeness import Pair, alike, pairs, score, wording
from rosters.roles.rules import Role
from tests.factories import make_user
from tests.questionbank.factories import NOW, make_question

STEM = "违法行为在（　）内未被发现的，不再给予行政处罚，法律另有规定的除外。"
OPTIONS = ("一年", "二年", "三年", "五年")
CHOICE = Content(ItemKind.SINGLE, STEM, OPTIONS, "B")
SHUFFLED = Content(ItemKind.SINGLE, STEM.replace("的，", "的,"), OPTIONS[::-1], "C")
AS_STATEMENT = Content(ItemKind.TRUE_FALSE, STEM.replace("（　）", "二年"), (), "T")
AS_BLANK = Content(ItemKind.BLANKS, STEM.replace("（　）", "____"), (), "二年/两年")
REWORDED = Content(
    ItemKind.SINGLE, "违法行为在（　）内没有被发现的，不再给予行政处罚。", OPTIONS, "B"
)
ANOTHER = Content(
    ItemKind.SINGLE, "申请行政复议的期限一般为（　）。", ("十日", "三十日", "六十日", "九十日"), "C"
)


@pytest.mark.parametrize(
    ("other", "least"),
    [(SHUFFLED, 1.0), (AS_STATEMENT, 0.97), (AS_BLANK, 0.97), (REWORDED, 0.8)],
)
def test_one_fact_asked_in_two_ways_is_alike(other, least):
    assert score(wording(1, CHOICE), wording(2, other)) >= least


def test_two_facts_are_not_alike():
    assert score(wording(1, CHOICE), wording(2, ANOTHER)) < 0.6


def test_pairs_finds_what_comparing_each_with_each_finds():
    contents = [CHOICE, ANOTHER, SHUFFLED, AS_STATEMENT, AS_BLANK, REWORDED]
    bank = [wording(n, content) for n, content in enumerate(contents)]
    brute = {
        (one.question_id, other.question_id)
        for one in bank
        for other in bank
        if one.question_id < other.question_id and score(one, other) >= 0.8
    }
    found = pairs(bank)
    assert {(pair.first, pair.second) for pair in found} == brute
    assert found == sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))
    assert {1}.isdisjoint({pk for pair in found for pk in (pair.first, pair.second)})


texts = st.text(alphabet="甲乙丙丁戊己庚辛", min_size=1, max_size=12)


@given(st.lists(texts, max_size=8))
def test_pairs_are_sound_and_name_the_smaller_id_first(stems):
    bank = [wording(n, Content(ItemKind.SHORT, stem, (), "略述")) for n, stem in enumerate(stems)]
    for pair in pairs(bank):
        assert pair.first < pair.second
        assert pair.score == score(bank[pair.first], bank[pair.second]) >= 0.8
        assert pair in alike(bank[pair.first], bank)


@pytest.mark.django_db
class TestRulings:
    @pytest.fixture
    def pair(self) -> Comparison:
        make_question(stem=STEM, options=OPTIONS, key="B")
        make_question(ItemKind.TRUE_FALSE, stem=AS_STATEMENT.stem, key="T")
        make_question(stem=ANOTHER.stem, options=ANOTHER.options, key="C")
        assert find_similar(actor=SYSTEM) == 1
        return waiting_comparisons().get()

    def test_a_second_look_finds_nothing_new(self, pair):
        assert find_similar(actor=SYSTEM) == 0
        assert [entry.facts for entry in history(pair)] == [{"questions": 3, "pairs": 1}]

    def test_a_pair_that_waits_is_measured_anew_and_dropped_once_it_is_unlike(self, pair):
        Comparison.objects.update(score=0.81)
        find_similar(actor=SYSTEM)
        assert waiting_comparisons().get().score == pair.score != 0.81
        unlike = make_question(stem="与此无关的另一道题目是否存在（　）。")
        Comparison.objects.update(second=unlike)
        assert find_similar(actor=SYSTEM) == 1
        assert waiting_comparisons().get().second_id == pair.second_id

    def test_a_pair_that_was_ruled_on_is_kept(self, pair):
        Comparison.objects.update(verdict="different", score=0.1)
        assert find_similar(actor=SYSTEM) == 0
        assert Comparison.objects.get().score == 0.1

    def test_of_two_that_are_the_same_one_is_retired(self, pair):
        ruled = rule_on_pair(
            actor=SYSTEM, pair=pair, verdict=Likeness.SAME, keep=pair.first, now=NOW
        )
        assert ruled is None
        assert Question.objects.get(pk=pair.first_id).state == "approved"
        assert Question.objects.get(pk=pair.second_id).state == "retired"
        assert not waiting_comparisons().exists()

    def test_which_of_two_that_are_the_same_stays_must_be_said(self, pair):
        ruled = rule_on_pair(actor=SYSTEM, pair=pair, verdict=Likeness.SAME, keep=None, now=NOW)
        facts = {"pair": f"{pair.first}, {pair.second}"}
        assert ruled == Refusal("questions.keep_which", facts)
        assert waiting_comparisons().get() == pair

    def test_variants_join_one_family_and_families_join(self, pair):
        third = make_question(stem=REWORDED.stem, options=OPTIONS, key="B")
        others = make_question(), third
        keep_pairs([Pair(*sorted(question.pk for question in others), 0.9)])
        for comparison in waiting_comparisons():
            rule_on_pair(
                actor=SYSTEM, pair=comparison, verdict=Likeness.VARIANT, keep=None, now=NOW
            )
        assert Question.objects.filter(family=None).count() == 1
        keep_pairs([Pair(pair.first_id, third.pk, 0.9)])
        last = waiting_comparisons().get()
        rule_on_pair(actor=SYSTEM, pair=last, verdict=Likeness.VARIANT, keep=None, now=NOW)
        families = set(Question.objects.values_list("family", flat=True)) - {None}
        assert len(families) == 1

    def test_a_pair_is_ruled_on_once(self, pair):
        for expected in (None, "questions.pair_ruled"):
            ruled = rule_on_pair(
                actor=SYSTEM, pair=pair, verdict=Likeness.DIFFERENT, keep=None, now=NOW
            )
            assert (ruled and ruled.code) == expected

    def test_a_question_being_written_is_held_against_the_bank(self, pair):
        (found, *_) = alike_in_bank(SHUFFLED)
        assert (found.first, found.second, found.score) == (0, pair.first_id, 1.0)
        assert alike_in_bank(SHUFFLED, besides=pair.first_id)[0].second == pair.second_id

    def test_the_page_rules_by_a_button(self, client, pair):
        client.force_login(make_user(Role.OFFICER))
        page = client.get(reverse("questions:similar"))
        assert [shown for shown, _ in page.context["pairs"]] == [pair]
        address = reverse("questions:rule_on_pair", args=[pair.pk])
        client.post(address, {"ruling": "nonsense"})
        assert waiting_comparisons().get() == pair
        ruled = client.post(address, {"ruling": "keep_second", "page": "2&x=1"})
        assert ruled.url == reverse("questions:similar") + "?page=2%26x%3D1"
        pair.refresh_from_db()
        assert (pair.verdict, pair.by.username) == ("same", page.context["user"].username)
        assert Question.objects.get(pk=pair.first_id).state == "retired"
        assert client.get(reverse("questions:similar")).context["pairs"] == []

    def test_looking_through_the_bank_from_the_page(self, client, pair):
        Comparison.objects.all().delete()
        client.force_login(make_user(Role.OFFICER))
        client.post(reverse("questions:find_similar"))
        assert waiting_comparisons().count() == 1


@pytest.mark.django_db
def test_the_page_takes_the_same_queries_per_pair(client, django_assert_max_num_queries):
    for _ in range(4):
        make_question(stem=STEM, options=tuple(f"{text}{_}" for text in OPTIONS))
    find_similar(actor=SYSTEM)
    client.force_login(make_user(Role.OFFICER))
    with django_assert_max_num_queries(36):
        client.get(reverse("questions:similar"))
