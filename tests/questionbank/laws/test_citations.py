from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules import Refusal
from questionbank.laws.queries import current_version, laws_by_name
from questionbank.laws.rules import (
    Cited,
    KnownLaw,
    LawDeclaration,
    LawKind,
    LawPlace,
    article_label,
    read_citations,
    read_declaration,
    read_number,
    resolve,
    with_declared,
    write_citations,
    write_number,
)
from tests.questionbank.factories import make_law_version

PENALTY = "行政处罚法"


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十一", 21), ("一百〇二", 102), ("一百零二", 102), ("一百一十", 110),
     ("一千二百四十二", 1242), ("一千零六十", 1060), ("36", 36), ("甲", None), ("", None),
     ("0", None), ("零", None), ("10000", None), ("9" * 5000, None), ("千" * 11, None),
     ("一〇二", 102), ("二零", 20), ("九" * 5000, None)],
)  # fmt: skip
def test_read_number_understands_the_numerals_of_statutes(text, value):
    assert read_number(text) == value


@given(st.integers(1, 9999))
def test_numbers_read_back_as_written(value):
    assert read_number(write_number(value)) == value


def test_article_label_names_inserted_articles_and_paragraphs():
    assert article_label("36.1", 2) == "第三十六条之一第二款"
    assert article_label("110") == "第一百一十条"


@pytest.mark.parametrize(
    ("article", "label"),
    [("36.12345", "第三十六条之12345"), ("12345", "第12345条"), ("", "第条"),
     ("甲.乙", "第甲条之乙"), ("9" * 5000, f"第{'9' * 5000}条")],
)  # fmt: skip
def test_article_label_shows_what_no_statute_has_as_it_stands(article, label):
    assert article_label(article, 12345) == f"{label}第12345款"


def test_the_preamble_is_cited_by_its_natural_paragraphs():
    cited = Cited("宪法", "0", 7)
    assert read_citations("《宪法》序言第七自然段、第一条") == ((cited, Cited("宪法", "1")), "")
    assert read_citations("序言") == ((), "序言")
    assert article_label("0") == "序言"
    assert write_citations([("宪法", None, "0", 7)]) == "《宪法》序言第七自然段"


def test_titles_within_titles_are_found_in_either_bracket():
    title, day = "关于〈行政处罚法〉的决定", date(2021, 1, 22)
    known = {title: KnownLaw(title, frozenset({day}), day)}
    ((cited,), rest) = read_citations("《关于<行政处罚法>的决定》第一条")
    assert (resolve(cited, known), rest) == (LawPlace(title, day, "1"), "")


def test_read_citations_carries_law_and_article_forward():
    text = (
        "《行政处罚法》第三十六条第一款、第二款，第三十七条之一；《行政复议法》（2023-09-01）第20条"
    )
    cited = (
        Cited(PENALTY, "36", 1),
        Cited(PENALTY, "36", 2),
        Cited(PENALTY, "37.1"),
        Cited("行政复议法", "20", None, date(2023, 9, 1)),
    )
    assert read_citations(text) == (cited, "")


@pytest.mark.parametrize(
    ("text", "cited", "rest"),
    [
        ("《甲法》第三条第（二）项", (Cited("甲法", "3"),), ""),
        ("《甲意见》", (), "《甲意见》"),
        ("《甲意见》、《乙法》第一条", (Cited("乙法", "1"),), "《甲意见》"),
        ("第三条", (), "第三条"),
        ("《甲法》第三条至第五条", (Cited("甲法", "3"), Cited("甲法", "5")), "至"),
        ("见教材", (), "见教材"),
        ("《甲法》第三十六条之12345", (), "第三十六条之12345《甲法》"),
        ("《甲法》第三十六条之一百", (), "第三十六条之一百《甲法》"),
        ("《甲法》第三十六条之零", (), "第三十六条之零《甲法》"),
        ("《甲法》第三条第100款", (Cited("甲法", "3"),), "第100款"),
        (f"《甲法》第{'5' * 5000}条", (), f"第{'5' * 5000}条《甲法》"),
    ],
)
def test_read_citations_returns_what_it_did_not_understand(text, cited, rest):
    assert read_citations(text) == (cited, rest)


places = st.tuples(
    st.sampled_from(["甲法", "中华人民共和国乙法"]),
    st.none() | st.just(date(2021, 1, 22)),
    st.integers(1, 1300).map(str) | st.builds("{}.{}".format, st.integers(1, 99), st.just(1)),
    st.none() | st.integers(1, 9),
)


@given(st.lists(places, unique=True, max_size=6))
def test_citations_read_back_as_written(named):
    cited, rest = read_citations(write_citations(named))
    assert rest == ""
    assert [(c.law, c.adopted_on, c.article, c.paragraph) for c in cited] == named


@given(st.text())
def test_read_citations_takes_any_text(text):
    read_citations(text)


def test_read_declaration_reads_the_head_line_of_a_file():
    line = (
        f"法规：{PENALTY}；全称：中华人民共和国{PENALTY}；类别：法律；"
        "版本：2021-01-22；施行：2021-07-15"
    )
    assert read_declaration(line) == LawDeclaration(
        f"中华人民共和国{PENALTY}", PENALTY, LawKind.STATUTE, date(2021, 1, 22), date(2021, 7, 15)
    )


@pytest.mark.parametrize(
    "line", ["法规：甲法", "法规：甲法；版本：2021-13-01", "法规：；版本：2021-01-22",
             f"法规：{'长' * 81}；版本：2021-01-22",
             "法规：甲法；版本：2021-01-22；施行：2021-01-21"],
)  # fmt: skip
def test_read_declaration_refuses_a_broken_line(line):
    assert read_declaration(line) is None


def test_resolve_takes_the_version_in_force_unless_one_is_named():
    old, new = date(2017, 9, 1), date(2021, 1, 22)
    laws = {PENALTY: KnownLaw("全称", frozenset({old, new}), new)}
    assert resolve(Cited(PENALTY, "36"), laws) == LawPlace("全称", new, "36")
    assert resolve(Cited(PENALTY, "29", 1, old), laws) == LawPlace("全称", old, "29", 1)


def test_resolve_names_the_law_or_version_it_does_not_know():
    laws = {PENALTY: KnownLaw("全称", frozenset(), None)}
    assert resolve(Cited("乙法", "1"), laws) == Refusal("laws.unknown_law", {"law": "乙法"})
    assert resolve(Cited(PENALTY, "1"), laws) == Refusal(
        "laws.unknown_version", {"law": PENALTY, "version": "-"}
    )


def test_declared_versions_stand_beside_the_known_ones():
    old, new = date(2017, 9, 1), date(2021, 1, 22)
    law = KnownLaw("全称", frozenset({old}), old)
    declared = LawDeclaration("全称", "处罚法", LawKind.STATUTE, new, None)
    laws = with_declared({"全称": law, PENALTY: law}, [declared])
    expected = KnownLaw("全称", frozenset({old, new}), new)
    assert laws == {"全称": expected, PENALTY: expected, "处罚法": expected}


@pytest.mark.django_db
def test_current_version_is_the_newest_in_force(django_assert_num_queries):
    old = make_law_version(adopted_on=date(2017, 9, 1), effective_on=date(2018, 1, 1))
    new = make_law_version(adopted_on=date(2021, 1, 22), effective_on=date(2021, 7, 15))
    assert current_version(old.law, date(2017, 12, 31)) is None
    assert current_version(old.law, date(2021, 7, 14)) == old
    assert current_version(old.law, date(2021, 7, 15)) == new
    with django_assert_num_queries(3):
        known = laws_by_name(date(2021, 7, 14))
    entry = KnownLaw(old.law.title, frozenset({old.adopted_on, new.adopted_on}), old.adopted_on)
    assert known == {old.law.title: entry, old.law.short_title: entry}
