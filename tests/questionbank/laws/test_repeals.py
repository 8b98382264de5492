"""Laws that end because another law says so."""

from datetime import date

import pytest

from audit.actions import SYSTEM
from audit.queries import history
from questionbank.laws.actions import LawFile, import_laws
from questionbank.laws.models import Law
from questionbank.laws.queries import in_force
from questionbank.laws.rules import ArticleText, RepealClause, repeal_clause
from tests.questionbank.laws.texts import REAL, needs_real_laws

CODE = """# 山川保护法典
2026年3月12日 第十四届全国人民代表大会第四次会议通过
第一条 保护山川。
第二条 本法自2026年8月15日起施行。《中华人民共和国山林保护法》、《河流保护法》同时废止。
"""
FOREST = """# 山林保护法
2014年4月24日 第十二届全国人民代表大会常务委员会第八次会议修订
第一条 保护山林。
第二条 本法自2015年1月1日起施行。
"""


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        (
            "本法自2026年8月15日起施行。《甲法》、《乙法》同时废止。",
            RepealClause(("甲法", "乙法"), date(2026, 8, 15)),
        ),
        (
            "本条例自公布之日起施行。1990年12月24日国务院发布、1994年10月9日国务院修订发布的《丙条例》同时废止。",
            RepealClause(("丙条例",), None),
        ),
        ("本法自2026年8月15日起施行。《甲法》第五十条同时废止。", None),
        ("规章应当及时修改、废止。", None),
        ("对《甲法》的解释，应当修改或者废止。", None),
    ],
)
def test_the_clause_names_laws_and_the_day(text, clause):
    assert repeal_clause([ArticleText("1", "总则"), ArticleText("2", text)]) == clause


def test_a_clause_stands_among_the_last_articles():
    articles = [ArticleText("1", "《甲法》同时废止。")]
    articles += [ArticleText(str(n), "照常。") for n in range(2, 12)]
    assert repeal_clause(articles) is None


def files(*texts: tuple[str, str]) -> list[LawFile]:
    return [LawFile(f"{name}.md", text.encode()) for name, text in texts]


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_repealed_law_ends_whichever_text_comes_first(order):
    both = [("山川保护法典(2026-03-12)", CODE), ("山林保护法(2014-04-24)", FOREST)]
    reports = [import_laws(actor=SYSTEM, files=files(both[place])) for place in order]
    forest = Law.objects.get(short_title="山林保护法")
    assert forest.repealed_on == date(2026, 8, 15)
    assert [(one.law, one.day) for one in reports[1].repeals] == [(forest, date(2026, 8, 15))]
    assert [entry.action for entry in history(forest)] == ["repeal_law"]
    assert forest.pk in in_force(date(2026, 8, 14), date(2026, 8, 14))
    assert forest.pk not in in_force(date(2026, 8, 15), date(2026, 8, 15))


@pytest.mark.django_db
def test_a_day_that_a_person_took_back_stays_taken_back():
    import_laws(actor=SYSTEM, files=files(("a", FOREST), ("b", CODE)))
    Law.objects.update(repealed_on=None)
    again = import_laws(actor=SYSTEM, files=files(("a", FOREST), ("b", CODE)))
    assert again.repeals == ()
    assert Law.objects.filter(repealed_on=None).count() == 2


@pytest.mark.django_db
def test_a_dry_run_ends_nothing():
    import_laws(actor=SYSTEM, files=files(("a", FOREST)))
    import_laws(actor=SYSTEM, files=files(("b", CODE)), dry_run=True)
    assert Law.objects.get().repealed_on is None


@needs_real_laws
@pytest.mark.django_db
def test_the_ecological_code_ends_the_environmental_protection_law_and_no_living_law_ends():
    found = sorted(REAL.rglob("*.md"))
    import_laws(actor=SYSTEM, files=[LawFile(path.name, path.read_bytes()) for path in found])
    ended = dict(Law.objects.exclude(repealed_on=None).values_list("short_title", "repealed_on"))
    assert ended == {"环境保护法": date(2026, 8, 15), "法规规章备案条例": date(2024, 11, 1)}
