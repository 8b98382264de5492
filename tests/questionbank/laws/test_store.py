"""Texts of laws in the bank: stored once, found by any name, in force from day to day."""

from dataclasses import replace
from datetime import date

import pytest

from audit.actions import SYSTEM
from audit.queries import history
from audit.rules import Refusal
from questionbank.laws.actions import StoredLaw, correct_law, store_declared_laws, store_law
from questionbank.laws.models import Article, Law, LawAlias, LawVersion
from questionbank.laws.queries import article_texts, find_law, in_force, law_entries, laws_by_name
from questionbank.laws.rules import (
    ArticleText,
    LawDeclaration,
    LawKind,
    Standing,
    Statute,
    StoreVerdict,
)
from tests.questionbank.factories import cite, make_law_version, make_question
from tests.questionbank.laws.texts import FIRST, read

pytestmark = pytest.mark.django_db

LENDING = read(FIRST)


def store(statute: Statute = LENDING, **facts) -> StoredLaw:
    stored = store_law(actor=SYSTEM, statute=statute, **facts)
    assert isinstance(stored, StoredLaw), stored
    return stored


def with_text(number: str, text: str) -> Statute:
    articles = (
        replace(one, text=text) if one.number == number else one for one in LENDING.articles
    )
    return replace(LENDING, articles=tuple(articles))


def test_a_version_is_stored_with_its_articles_and_an_audit_record():
    stored = store(source="借阅法.md")
    version = stored.version
    assert stored.verdict is StoreVerdict.ADDED
    assert (version.law.title, version.law.short_title) == (LENDING.title, "档案借阅法")
    assert (version.adopted_on, version.effective_on) == (date(2010, 3, 5), date(2010, 7, 1))
    assert (version.history, version.source) == (LENDING.history[0], "借阅法.md")
    rows = version.articles.values_list("position", "number", "text", "division")
    assert list(rows) == [
        (place, one.number, one.text, one.division) for place, one in enumerate(LENDING.articles, 1)
    ]
    (entry,) = history(version)
    assert entry.action == "store_law"
    assert entry.facts == {"hash": version.text_hash, "articles": 3, "verdict": "added"}


def test_the_same_text_again_changes_nothing():
    first = store()
    spaced = with_text("1", "为了规范借阅，　制定本法。")
    assert [store(one).verdict for one in (LENDING, spaced)] == [StoreVerdict.UNCHANGED] * 2
    assert len(history(first.version)) == 1
    assert (Law.objects.count(), LawVersion.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("title", "short_title"),
    [
        ("中华人民共和国档案借阅法", "借阅法"),
        ("中华人民共和国档案借阅办法", "档案借阅法"),
        ("档案借阅法", "档案借阅法（县）"),
    ],
)
def test_a_version_that_a_question_file_declared_gets_its_articles(title, short_title):
    store_declared_laws(
        [LawDeclaration(title, short_title, LawKind.STATUTE, date(2010, 3, 5), date(2010, 8, 1))]
    )
    stored = store()
    assert (Law.objects.count(), LawVersion.objects.count()) == (1, 1)
    assert stored.verdict is StoreVerdict.ADDED
    assert stored.version.articles.count() == 3
    assert stored.version.effective_on == date(2010, 8, 1)  # known before: only a person mends it
    assert {law.title for law in laws_by_name(date(2026, 1, 1)).values()} == {title}
    assert find_law(LENDING.title) == find_law(LENDING.short_title) == stored.version.law


def test_an_alias_finds_the_law_too():
    version = make_law_version("中华人民共和国档案外借法")
    LawAlias.objects.create(law=version.law, name="档案借阅法")
    assert store().version.law == version.law


def test_a_given_day_wins_and_is_recorded():
    store()
    stored = store(effective_on=date(2010, 9, 1))
    assert stored.verdict is StoreVerdict.UNCHANGED
    assert LawVersion.objects.get().effective_on == date(2010, 9, 1)
    assert len(history(stored.version)) == 2


def test_another_text_for_the_same_day_replaces_one_that_nobody_cites():
    before = store().version.text_hash
    stored = store(with_text("1", "为了规范外借，制定本法。"))
    assert stored.verdict is StoreVerdict.CORRECTED
    assert stored.version.text_hash != before
    assert Article.objects.get(number="1").text == "为了规范外借，制定本法。"


def test_another_text_for_the_same_day_is_refused_once_it_is_cited():
    version = store().version
    make_question(citations=[cite(version, "3")])
    refusal = store_law(actor=SYSTEM, statute=with_text("1", "为了规范外借，制定本法。"))
    assert refusal == Refusal(
        "laws.text_differs",
        {"law": "档案借阅法", "version": "2010-03-05", "articles": "第一条", "count": 1},
    )
    assert Article.objects.get(number="1").text == "为了规范借阅，制定本法。"
    assert LawVersion.objects.get().text_hash == version.text_hash


def test_a_cited_version_may_grow_by_articles():
    version = store().version
    make_question(citations=[cite(version, "3")])
    more = (ArticleText("2.1", "借阅不收费。"), ArticleText("10", "另有规定的除外。"))
    stored = store(replace(LENDING, articles=more))
    assert stored.verdict is StoreVerdict.EXTENDED
    numbers = stored.version.articles.order_by("position").values_list("number", flat=True)
    assert list(numbers) == ["1", "2", "2.1", "3", "10"]


def test_a_corrected_part_keeps_the_other_parts():
    store()
    mended = (ArticleText("3", "本法自2010年8月1日起施行。"),)
    stored = store(replace(LENDING, articles=mended, part="附则"))
    assert stored.verdict is StoreVerdict.CORRECTED
    assert stored.version.articles.count() == 3


def test_a_refused_law_leaves_no_trace():
    declared = make_law_version(LENDING.title, adopted_on=date(2010, 3, 5))
    Article.objects.create(version=declared, position=1, number="1", text="另一文本。")
    make_question(citations=[cite(declared, "1")])
    assert isinstance(store_law(actor=SYSTEM, statute=LENDING), Refusal)
    assert list(declared.articles.values_list("text", flat=True)) == ["另一文本。"]
    assert list(history(declared)) == []


def days(first: date, last: date) -> dict[str, list[date]]:
    return {
        versions[0].law.short_title: [version.adopted_on for version in versions]
        for versions in in_force(first, last).values()
    }


def test_in_force_gives_every_version_of_the_days_and_no_law_that_lacks_one(
    django_assert_num_queries,
):
    old = make_law_version("处罚法", adopted_on=date(2012, 10, 26), effective_on=date(2013, 1, 1))
    make_law_version("处罚法", adopted_on=date(2025, 6, 27), effective_on=date(2026, 1, 1))
    make_law_version("新法", adopted_on=date(2025, 12, 17), effective_on=date(2026, 2, 1))
    make_law_version("无日期法", adopted_on=date(2020, 5, 1), effective_on=None)
    make_law_version("旧法", adopted_on=date(2014, 4, 24), effective_on=date(2015, 1, 1))
    Law.objects.filter(title="旧法").update(repealed_on=date(2026, 8, 15))
    with django_assert_num_queries(1):
        across = days(date(2025, 12, 31), date(2026, 1, 1))
    assert across == {
        "处罚法": [date(2012, 10, 26), date(2025, 6, 27)],
        "无日期法": [date(2020, 5, 1)],
        "旧法": [date(2014, 4, 24)],
    }
    assert days(date(2025, 12, 30), date(2025, 12, 31))["处罚法"] == [old.adopted_on]
    assert days(date(2026, 1, 1), date(2026, 1, 2))["处罚法"] == [date(2025, 6, 27)]
    assert "新法" not in days(date(2026, 1, 31), date(2026, 2, 1))
    assert "新法" in days(date(2026, 2, 1), date(2026, 2, 1))
    assert "旧法" in days(date(2026, 8, 14), date(2026, 8, 14))
    assert "旧法" not in days(date(2026, 8, 14), date(2026, 8, 15))


def test_a_later_adopted_version_supersedes_one_that_would_begin_after_it():
    make_law_version("处罚法", adopted_on=date(2020, 1, 1), effective_on=date(2022, 1, 1))
    make_law_version("处罚法", adopted_on=date(2021, 1, 1), effective_on=date(2021, 6, 1))
    assert days(date(2021, 7, 1), date(2023, 1, 1)) == {"处罚法": [date(2021, 1, 1)]}


def test_a_version_that_another_one_overtook_never_begins():
    law = make_law_version(adopted_on=date(2025, 6, 1), effective_on=date(2026, 6, 1)).law
    make_law_version(adopted_on=date(2025, 10, 1), effective_on=date(2026, 1, 1))
    for day, standings in (
        (date(2025, 12, 31), [Standing.COMING, Standing.COMING]),
        (date(2026, 3, 1), [Standing.IN_FORCE, Standing.EARLIER]),
        (date(2026, 7, 1), [Standing.IN_FORCE, Standing.EARLIER]),
    ):
        (entry,) = law_entries([law], day)
        assert [one.standing for one in entry.versions] == standings


def test_no_text_is_in_force_before_it_was_adopted():
    refused = store_law(actor=SYSTEM, statute=LENDING, effective_on=date(2010, 3, 4))
    facts = {"day": "2010-03-04", "adopted": "2010-03-05"}
    assert refused == Refusal("laws.in_force_too_early", facts)
    assert not Law.objects.exists()


def test_article_texts_come_by_number_in_one_query(django_assert_num_queries):
    version, declared = store().version, make_law_version("处罚法")
    with django_assert_num_queries(1):
        texts = article_texts([version.pk, declared.pk])
    assert texts == {
        version.pk: {one.number: one.text for one in LENDING.articles},
        declared.pk: {},
    }
    assert list(texts[version.pk]) == ["1", "2", "3"]


def correct(law: Law, **changes):
    facts = {
        "kind": LawKind.STATUTE, "repealed_on": None, "aliases": [], "effective_on": {},
    } | changes  # fmt: skip
    return correct_law(actor=SYSTEM, law=law, **facts)


def test_an_officer_corrects_what_the_text_does_not_tell():
    version = store().version
    refusal = correct(
        version.law,
        kind=LawKind.RULES,
        repealed_on=date(2030, 1, 1),
        aliases=["《借阅法》", "借阅法", "外借法"],
        effective_on={version.pk: date(2010, 8, 1)},
    )
    assert refusal is None
    law = Law.objects.get()
    names = list(law.aliases.values_list("name", flat=True))
    assert (law.kind, law.repealed_on, names) == ("rules", date(2030, 1, 1), ["借阅法", "外借法"])
    assert law.versions.get().effective_on == date(2010, 8, 1)
    assert [entry.action for entry in history(law)] == ["correct_law"]
    assert correct(law, effective_on={version.pk: None}) is None
    assert (law.aliases.count(), law.versions.get().effective_on) == (0, None)


def test_a_name_has_one_law_and_no_version_begins_before_its_adoption():
    version, other = store().version, make_law_version("处罚法")
    assert correct(version.law, aliases=["处罚法"]) == Refusal(
        "laws.name_taken", {"name": "处罚法", "law": "处罚法"}
    )
    early = {version.pk: date(2010, 3, 4), other.pk: date(2000, 1, 1)}
    assert correct(version.law, effective_on=early) == Refusal(
        "laws.in_force_too_early", {"day": "2010-03-04", "adopted": "2010-03-05"}
    )
    assert LawVersion.objects.get(pk=version.pk).effective_on == date(2010, 7, 1)
