"""What became of each article from one version to the next."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.laws.rules import (
    ArticleChange,
    ArticleText,
    Change,
    Mark,
    Piece,
    compare_versions,
    mark_changes,
)
from tests.questionbank.laws.texts import needs_real_laws, real_articles

LEND = "借阅档案应当在借阅登记簿上登记姓名、单位和日期。"
TERM = "借阅期限为三十日，到期应当归还，需要继续借阅的可以续借一次。"
LOST = "遗失档案的，由档案主管部门责令赔偿，并处五百元以上五千元以下罚款。"
FORCE = "本法自公布之日起施行。"


def version(*texts: str) -> list[ArticleText]:
    return [ArticleText(str(number), text) for number, text in enumerate(texts, 1)]


def summary(old: list[ArticleText], new: list[ArticleText]) -> list[tuple[Change, str, str]]:
    return [
        (one.change, one.old.number if one.old else "", one.new.number if one.new else "")
        for one in compare_versions(old, new)
    ]


def test_each_article_is_the_same_moved_changed_new_or_gone():
    longer = TERM.replace("三十日", "六十日")
    found = summary(version(LEND, TERM, LOST, FORCE), version(LEND, "不得涂改。", longer, FORCE))
    assert found == [
        (Change.SAME, "1", "1"),
        (Change.NEW, "", "2"),
        (Change.CHANGED, "2", "3"),
        (Change.GONE, "3", ""),
        (Change.SAME, "4", "4"),
    ]


def test_a_number_that_now_stands_for_other_words_pairs_nothing():
    assert summary(version(LEND), version(LOST)) == [
        (Change.NEW, "", "1"),
        (Change.GONE, "1", ""),
    ]


def test_articles_are_followed_out_of_order():
    reworded = LOST.replace("五百元", "一千元")
    assert summary(version(LOST, LEND, TERM), version(LEND, TERM, reworded)) == [
        (Change.MOVED, "2", "1"),
        (Change.MOVED, "3", "2"),
        (Change.CHANGED, "1", "3"),
    ]


def test_an_article_to_which_much_was_added_is_followed():
    grown = (
        TERM
        + "\n"
        + LOST
        + LEND
        + "逾期不还的，停止借阅一年，并通报其所在单位；情节严重的，依法给予处分。"
    )
    assert summary(version(LEND, TERM), version("不得涂改。", grown, LEND)) == [
        (Change.NEW, "", "1"),
        (Change.CHANGED, "2", "2"),
        (Change.MOVED, "1", "3"),
    ]


def test_hundreds_of_unlike_articles_are_new_and_gone():
    numerals = [chr(0x4E00 + place) * 4 for place in range(1400)]
    counts = Counter(one[0] for one in summary(version(*numerals[:700]), version(*numerals[700:])))
    assert counts == {Change.NEW: 700, Change.GONE: 700}


def test_spaces_are_no_change_and_numbers_are():
    inserted = [ArticleText("1", LEND), ArticleText("1.1", TERM)]
    spaced = [ArticleText("1", LEND.replace("，", "，　")), ArticleText("2", TERM)]
    assert compare_versions(inserted, spaced) == [
        ArticleChange(Change.SAME, inserted[0], spaced[0], 1.0),
        ArticleChange(Change.MOVED, inserted[1], spaced[1], 1.0),
    ]


def test_a_text_that_stands_twice_is_paired_in_order():
    assert summary(version(FORCE, FORCE), version(FORCE, LEND, FORCE)) == [
        (Change.SAME, "1", "1"),
        (Change.NEW, "", "2"),
        (Change.MOVED, "2", "3"),
    ]


SENTENCES = (LEND, TERM, LOST, FORCE, "不得涂改。")
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(SENTENCES),
        st.tuples(
            st.sampled_from(SENTENCES), st.integers(0, 20), st.sampled_from("应当的可以")
        ).map(lambda drawn: drawn[0][: drawn[1]] + drawn[2] + drawn[0][drawn[1] :]),
    ),
    max_size=9,
)


@given(TEXTS, TEXTS)
def test_every_article_is_in_exactly_one_change_and_both_sides_agree(before, after):
    old, new = version(*before), version(*after)
    changes = compare_versions(old, new)
    assert sorted(one.old.number for one in changes if one.old) == sorted(a.number for a in old)
    assert [one.new.number for one in changes if one.new] == [a.number for a in new]
    for one in changes:
        assert (one.old is None) == (one.change is Change.NEW)
        assert (one.new is None) == (one.change is Change.GONE)
        same_words = one.old and one.new and one.old.text == one.new.text
        assert bool(same_words) == (one.change in (Change.SAME, Change.MOVED))
        assert (one.similarity == 1.0) == bool(same_words)
    mirrored = {Change.NEW: Change.GONE, Change.GONE: Change.NEW}
    assert Counter(
        (mirrored.get(one.change, one.change), one.new, one.old) for one in changes
    ) == Counter((one.change, one.old, one.new) for one in compare_versions(new, old))


@given(TEXTS)
def test_a_version_compared_with_itself_is_the_same(texts):
    assert {one.change for one in compare_versions(version(*texts), version(*texts))} <= {
        Change.SAME
    }


@needs_real_laws
@pytest.mark.parametrize(
    ("law", "articles", "counts"),
    [
        ("行政处罚法", (64, 86), {"same": 1, "moved": 8, "changed": 50, "new": 27, "gone": 5}),
        ("治安管理处罚法", (119, 144),
         {"same": 6, "moved": 11, "changed": 94, "new": 33, "gone": 8}),
        ("网络安全法", (79, 81), {"same": 2, "moved": 56, "changed": 19, "new": 4, "gone": 2}),
        ("食品安全法", (154, 154), {"same": 149, "changed": 5}),
    ],
)  # fmt: skip
def test_real_laws_change_as_counted(law, articles, counts):
    old, new = real_articles(f"old/{law}("), real_articles(f"current/{law}(")
    assert (len(old), len(new)) == articles
    assert Counter(one.change.value for one in compare_versions(old, new)) == counts


def test_changed_characters_are_marked():
    assert mark_changes("期限为三十日，到期归还。", "期限为六十日，到期应当归还。") == (
        Piece(Mark.KEPT, "期限为"),
        Piece(Mark.TAKEN_OUT, "三"),
        Piece(Mark.PUT_IN, "六"),
        Piece(Mark.KEPT, "十日，到期"),
        Piece(Mark.PUT_IN, "应当"),
        Piece(Mark.KEPT, "归还。"),
    )


def test_single_kept_characters_between_changes_are_read_as_changed():
    assert mark_changes("甲的乙", "丙的丁") == (
        Piece(Mark.TAKEN_OUT, "甲的乙"),
        Piece(Mark.PUT_IN, "丙的丁"),
    )


@given(st.text("甲乙丙丁，\n", max_size=40), st.text("甲乙丙丁，\n", max_size=40))
def test_marks_hold_both_texts_whole(old, new):
    pieces = mark_changes(old, new)
    assert "".join(one.text for one in pieces if one.mark is not Mark.PUT_IN) == old
    assert "".join(one.text for one in pieces if one.mark is not Mark.TAKEN_OUT) == new
    assert all(one.text for one in pieces)
    assert (old == new) == all(one.mark is Mark.KEPT for one in pieces)
