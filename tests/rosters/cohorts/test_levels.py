"""Ranks as they are written, and the levels that they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosters.cohorts.rules import STANDARD_RANKS, Level, RankRow, RankTable, fold_rank

RANKS = RankTable.of(STANDARD_RANKS)


def level_of(rank, *, grades_count=False):
    return RANKS.read(rank).level(grades_count=grades_count)


@pytest.mark.parametrize(
    ("rank", "level"),
    [
        ("副处级", Level.DIVISION_DEPUTY),
        ("副县级", Level.DIVISION_DEPUTY),
        ("县处级副职", Level.DIVISION_DEPUTY),
        (" 副 处 级 ", Level.DIVISION_DEPUTY),
        ("副处级（试用期）", Level.DIVISION_DEPUTY),
        ("副县级领导干部", Level.DIVISION_DEPUTY),
        ("正处级", Level.DIVISION_CHIEF),
        ("县处级正职", Level.DIVISION_CHIEF),
        ("副厅级", Level.BUREAU_DEPUTY),
        ("正科级、副县级", Level.DIVISION_DEPUTY),
        ("正科级", Level.TOWNSHIP_CHIEF),
        ("副科级", Level.TOWNSHIP_DEPUTY),
        ("科员", Level.STAFF),
        ("四级调研员", None),
        ("县处级副职（四级调研员）", Level.DIVISION_DEPUTY),
        ("副处长", None),
        ("", None),
    ],
)
def test_rank_as_written_names_a_level(rank, level):
    assert level_of(rank) == level


def test_grades_count_only_by_decision():
    assert level_of("四级调研员") is None
    assert level_of("四级调研员", grades_count=True) == Level.DIVISION_DEPUTY
    assert level_of("一级主任科员", grades_count=True) == Level.TOWNSHIP_CHIEF
    assert level_of("副科级、四级调研员") == Level.TOWNSHIP_DEPUTY
    assert level_of("副科级、四级调研员", grades_count=True) == Level.DIVISION_DEPUTY


def test_a_text_is_known_when_any_of_its_words_is():
    assert [RANKS.read(text).known for text in ("四级调研员", "科员", "副处长", "")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_an_alias_may_be_a_whole_text_with_marks_and_brackets():
    row = RankRow("副处级", Level.DIVISION_DEPUTY, aliases=("党组成员、副局长（挂职）",))
    table = RankTable.of([row])
    assert table.read("党组成员、 副局长(挂职)").post == Level.DIVISION_DEPUTY
    assert table.read("副局长").post is None


def test_no_word_of_the_standard_table_stands_for_two_ranks():
    words = [fold_rank(word) for row in STANDARD_RANKS for word in (row.name, *row.aliases)]
    assert len(words) == len(set(words))


@given(
    st.sampled_from(["副处级", "正科级", "正县级"]), st.sampled_from(["", " ", "　", "（挂职）"])
)
def test_spaces_and_remarks_do_not_change_a_level(rank, noise):
    assert level_of(rank[:1] + noise.strip("（挂职）") + rank[1:] + noise) == level_of(rank)


@given(st.text(max_size=40))
def test_any_text_can_be_read_and_counting_grades_never_lowers_it(text):
    plain, counted = level_of(text), level_of(text, grades_count=True)
    assert plain is None or counted >= plain
