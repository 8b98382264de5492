"""Which citations stand when a law changes, told by its words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.laws.rules import paragraphs, squeeze
from questionbank.questions.rules import (
    Basis,
    LawText,
    Standing,
    StandingKind,
    misquoted,
    standing,
    stands,
    successors,
    worst,
)

TODAY = date(2026, 11, 22)
OLD = LawText(
    1,
    {
        "1": "为了规范行政处罚的设定和实施，制定本法。",
        "2": "行政处罚遵循公正、公开的原则。\n设定和实施行政处罚必须以事实为依据。",
        "3": "违法行为在二年内未被发现的，不再给予行政处罚。\n法律另有规定的除外。",
        "4": "本法所称行政机关，是指县级以上地方人民政府。",
    },
)
NEW = LawText(
    2,
    {
        "1": "为了规范行政处罚的设定和实施，制定本法。",
        "2": "国家机关应当公布其权力清单，接受人民群众的监督。",
        "3": "行政处罚遵循公正、公开的原则。\n设定和实施行政处罚必须以事实为依据。",
        "4": "违法行为在二年内未被发现的，不再给予行政处罚；涉及生命健康安全的，延长至五年。"
        "\n法律另有规定的除外。",
    },
)


def basis(article, paragraph=None, quote="", *, version=1, since=date(2018, 1, 1)):
    return Basis(1, version, since, article, paragraph, quote)


def judge(cited, *, old=OLD, new=NEW, on=TODAY):
    return standing(cited, old, new, on, successors)


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (basis("1"), Standing(StandingKind.IN_FORCE, "1")),
        (basis("2"), Standing(StandingKind.MOVED, "3")),
        (basis("2", 2), Standing(StandingKind.MOVED, "3", 2)),
        (basis("3"), Standing(StandingKind.CHANGED, "4")),
        (basis("3", 1), Standing(StandingKind.CHANGED, "4", 1)),
        (basis("3", 2), Standing(StandingKind.MOVED, "4", 2)),
        (basis("4"), Standing(StandingKind.GONE)),
        (basis("9"), Standing(StandingKind.NOT_FOUND)),
        (basis("1", 2), Standing(StandingKind.NOT_FOUND)),
    ],
)
def test_standing_follows_the_words_of_an_article_or_a_paragraph(cited, expected):
    assert judge(cited) == expected


def test_a_law_without_a_version_in_force_is_repealed_or_still_to_come():
    assert judge(basis("1"), new=None) == Standing(StandingKind.REPEALED)
    coming = basis("2", since=date(2027, 1, 1))
    assert judge(coming, new=None) == Standing(StandingKind.COMING)
    assert judge(coming) == Standing(StandingKind.COMING)


def test_a_text_that_the_older_version_has_too_is_in_force_before_its_day():
    assert judge(basis("1", since=date(2027, 1, 1))).kind is StandingKind.IN_FORCE


BARE_OLD, BARE_NEW = LawText(1), LawText(2)


@pytest.mark.parametrize(
    ("cited", "old", "new", "expected"),
    [
        (basis("1"), BARE_NEW, BARE_NEW, Standing(StandingKind.IN_FORCE, "1")),
        (basis("1"), BARE_OLD, BARE_NEW, Standing(StandingKind.UNKNOWN)),
        (basis("1"), OLD, BARE_NEW, Standing(StandingKind.UNKNOWN)),
        (basis("1"), BARE_OLD, NEW, Standing(StandingKind.UNKNOWN)),
        (basis("1", quote="规范 行政处罚"), BARE_OLD, NEW,
         Standing(StandingKind.IN_FORCE, "1")),
        (basis("2", quote="公正、公开的原则"), BARE_OLD, NEW,
         Standing(StandingKind.CHANGED, "2")),
        (basis("9", quote="公正、公开的原则"), BARE_OLD, NEW,
         Standing(StandingKind.CHANGED, "3")),
        (basis("9", quote="从来没有的话"), BARE_OLD, NEW, Standing(StandingKind.GONE)),
    ],
)  # fmt: skip
def test_where_a_text_was_never_loaded_the_quotation_decides(cited, old, new, expected):
    assert judge(cited, old=old, new=new) == expected


def test_misquoted_tells_words_that_the_cited_place_does_not_have():
    assert misquoted(basis("2", 1, "必须以事实为依据"), OLD)
    assert not misquoted(basis("2", 2, "必须以 事实为依据"), OLD)
    assert not misquoted(basis("2", 2), OLD)
    assert not misquoted(basis("2", 2, "什么都行"), BARE_OLD)


def test_a_question_fares_as_its_worst_citation():
    assert worst([]) is StandingKind.IN_FORCE
    kinds = [StandingKind.MOVED, StandingKind.REPEALED, StandingKind.IN_FORCE]
    assert worst(map(Standing, kinds)) is StandingKind.REPEALED


lines = st.text(st.sampled_from("行政处罚公开听证期限"), min_size=3, max_size=8)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
articles = st.lists(texts, max_size=5).map(
    lambda found: {str(number): text for number, text in enumerate(found, start=1)}
)
bases = st.builds(
    basis,
    st.integers(1, 6).map(str),
    st.none() | st.integers(1, 4),
    st.just("") | lines,
    since=st.sampled_from([date(2018, 1, 1), date(2027, 1, 1)]),
)
olds = articles.map(lambda found: LawText(1, found))
news = articles.map(lambda found: LawText(2, found))


@given(bases, olds, st.none() | news)
def test_a_citation_is_in_force_exactly_when_it_stands(cited, old, new):
    found = judge(cited, old=old, new=new)
    assert (found.kind is StandingKind.IN_FORCE) == (
        new is not None
        and stands(cited, old, new)
        and not (old.articles and old.at(cited.article, cited.paragraph) is None)
    )


@given(bases, olds, news)
def test_where_words_moved_to_they_stand(cited, old, new):
    found = judge(cited, old=old, new=new)
    if found.kind is StandingKind.MOVED:
        there = new.at(found.article, found.paragraph)
        assert squeeze(there) == squeeze(old.at(cited.article, cited.paragraph))
        moved = basis(found.article, found.paragraph, cited.quote, version=2)
        assert judge(moved, old=new, new=new).kind is StandingKind.IN_FORCE
    if found.kind is StandingKind.CHANGED:
        assert new.at(found.article, found.paragraph) is not None


@given(bases, olds)
def test_nothing_changes_while_the_version_stays(cited, old):
    kind = judge(cited, old=old, new=old).kind
    missing = bool(old.articles) and old.at(cited.article, cited.paragraph) is None
    assert kind is (StandingKind.NOT_FOUND if missing else StandingKind.IN_FORCE)


@given(
    st.lists(texts, min_size=1, max_size=5, unique_by=squeeze), st.randoms(use_true_random=False)
)
def test_distinct_articles_that_only_change_places_are_all_found_again(found, random):
    numbers = [str(number) for number in range(1, len(found) + 1)]
    shuffled = random.sample(numbers, len(numbers))
    old = LawText(1, dict(zip(numbers, found, strict=True)))
    new = LawText(2, dict(sorted(zip(shuffled, found, strict=True))))
    for before, after in zip(numbers, shuffled, strict=True):
        kind = StandingKind.IN_FORCE if before == after else StandingKind.MOVED
        assert judge(basis(before), old=old, new=new) == Standing(kind, after)
        for place, _ in enumerate(paragraphs(old.articles[before]), start=1):
            stood = judge(basis(before, place), old=old, new=new)
            assert stood.kind in (StandingKind.IN_FORCE, StandingKind.MOVED)
