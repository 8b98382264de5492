"""Which articles a line names, and how the bank covers them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.syllabus.rules import (
    Line,
    LineCoverage,
    articles_label,
    cover,
    list_hash,
    missing_articles,
    named_articles,
    read_articles,
    write_articles,
)

numbers = st.tuples(st.integers(1, 1300), st.integers(0, 12)) | st.just((0, 0))
ranges = st.lists(st.tuples(numbers, numbers).map(lambda ends: (min(ends), max(ends))))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ()),
        (" , ", ()),
        ("36", (((36, 0), (36, 0)),)),
        ("8-12, 36", (((8, 0), (12, 0)), ((36, 0), (36, 0)))),
        ("8－12".replace("－", "—"), (((8, 0), (12, 0)),)),
        ("第八条至第十二条、第三十六条之一", (((8, 0), (12, 0)), ((36, 1), (36, 1)))),
        ("36.1", (((36, 1), (36, 1)),)),
        ("一千二百四十二", (((1242, 0), (1242, 0)),)),
        ("８－１２，３６", (((8, 0), (12, 0)), ((36, 0), (36, 0)))),
        ("序言、1", (((0, 0), (0, 0)), ((1, 0), (1, 0)))),
        ("序言至第三条", (((0, 0), (3, 0)),)),
    ],
)
def test_read_articles_understands_how_people_write(text, read):
    assert read_articles(text) == read


@pytest.mark.parametrize("text", ["总则", "12-8", "第条", "8-", "36款", "0", "1.2.3"])
def test_read_articles_refuses_what_names_no_article(text):
    assert read_articles(text) == Refusal("syllabus.articles", {"text": text})


@given(ranges)
def test_what_is_written_reads_back(spans):
    assert read_articles(write_articles(spans)) == tuple(spans)


def test_articles_label_is_what_a_notice_would_say():
    assert articles_label("8-12, 36, 40.1") == "第八条至第十二条、第三十六条、第四十条之一"
    assert articles_label("序言-2") == "序言至第二条"
    assert articles_label("") == ""


def test_a_range_holds_the_articles_inserted_in_it():
    law = ["7", "8", "10", "10.1", "12", "12.1", "13"]
    assert named_articles("8-12", law) == ["8", "10", "10.1", "12"]
    assert named_articles("12.1", law) == ["12.1"]
    assert named_articles("", law) == law
    assert named_articles("99", law) == []


def test_missing_articles_are_the_ends_that_a_law_does_not_have():
    law = ["0", "7", "8", "10.1", "12"]
    assert missing_articles("序言-8, 10.1, 12", law) == []
    assert missing_articles("8-13, 13, 10", law) == ["13", "10"]
    assert missing_articles("", law) == []


def test_cover_tells_asked_articles_from_bare_ones_and_counts_a_question_once():
    citing = {"1": frozenset({10, 11}), "2": frozenset({11}), "9": frozenset({12})}
    coverage = cover(["1", "2", "3"], citing)
    assert coverage == LineCoverage({"1": 2, "2": 1}, ("3",), 2)
    assert coverage.articles == 3


@given(
    st.lists(st.integers(1, 60).map(str), unique=True),
    st.dictionaries(st.integers(1, 60).map(str), st.frozensets(st.integers(1, 40))),
)
def test_every_article_of_a_line_is_asked_about_or_bare(law, citing):
    coverage = cover(law, citing)
    assert sorted([*coverage.asked, *coverage.bare]) == sorted(law)
    assert coverage.questions <= sum(coverage.asked.values())


LINE = Line("中华人民共和国行政处罚法", "8-12", "", 2, True)


@pytest.mark.parametrize(
    "other",
    [{"articles": "8-13"}, {"weight": 3}, {"must_be_tested": False}, {"note": "重点"}],
)
def test_the_digest_of_a_list_changes_with_all_that_it_says(other):
    said = list_hash("enforcement", 1, "清单", [LINE])
    assert said == list_hash("enforcement", 1, "清单", [LINE])
    assert said != list_hash("enforcement", 1, "清单", [replace(LINE, **other)])
    assert said != list_hash("enforcement", 2, "清单", [LINE])
