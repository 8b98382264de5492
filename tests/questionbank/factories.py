"""Questions and laws for the tests of all rooms."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import count

from audit.actions import SYSTEM, Actor
from questionbank.laws.models import Article, Law, LawVersion
from questionbank.laws.rules import LawPlace
from questionbank.questions.actions import approve_questions, save_version
from questionbank.questions.models import Question
from questionbank.questions.rules import CHOICE_KINDS, CasePlace, Content, Difficulty, ItemKind
from rosters.cohorts.rules import CohortKind

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
KEYS = {
    ItemKind.SINGLE: "B",
    ItemKind.MULTIPLE: "AC",
    ItemKind.INDEFINITE: "B",
    ItemKind.TRUE_FALSE: "T",
    ItemKind.BLANKS: "六十日/60日",
    ItemKind.SHORT: "应当公开（2分）；应当及时（3分）",
}
_numbers = count(1)


def make_question(
    kind: ItemKind = ItemKind.SINGLE,
    *,
    stem: str | None = None,
    options: tuple[str, ...] | None = None,
    key: str | None = None,
    rationale: str = "",
    difficulty: Difficulty = Difficulty.MEDIUM,
    topics: Iterable[str] = (),
    citations: Iterable[LawPlace] = (),
    code: str | None = None,
    cohorts: Iterable[CohortKind] = (),
    case: CasePlace | None = None,
    material: str = "",
    weight: int = 1,
    author: Actor = SYSTEM,
    reviewer: Actor = SYSTEM,
    submit: bool = True,
    approved: bool = True,
) -> Question:
    """A question in use, by default with a stem of its own and a key fit for its kind."""
    number = next(_numbers)
    if stem is None:
        stem = f"第{number}号事项的期限为{'____' if kind is ItemKind.BLANKS else '（　）'}。"
    if options is None:
        letters = "甲乙丙丁" if kind in CHOICE_KINDS else ""
        options = tuple(f"选项{letter}{number}" for letter in letters)
    content = Content(
        kind, stem, options, key or KEYS[kind], rationale, difficulty, material, weight
    )
    saved = save_version(
        actor=author, question=None, seen=None, code=code, content=content, topics=topics,
        citations=citations, source="", now=NOW, cohorts=cohorts, case=case, submit=submit,
    )  # fmt: skip
    assert isinstance(saved, tuple), saved
    question = saved[0]
    if approved and submit:
        assert approve_questions(actor=reviewer, questions=[question], now=NOW) == 1
        question.refresh_from_db()
    return question


def make_law_version(
    title: str = "中华人民共和国行政处罚法",
    *,
    adopted_on: date = date(2021, 1, 22),
    effective_on: date | None = date(2021, 7, 15),
    articles: Mapping[str, str] | None = None,
) -> LawVersion:
    """A version of a law, with its text when `articles` gives one by number."""
    law, _ = Law.objects.get_or_create(
        title=title,
        defaults={"short_title": title.removeprefix("中华人民共和国")},
    )
    version = LawVersion.objects.create(law=law, adopted_on=adopted_on, effective_on=effective_on)
    Article.objects.bulk_create(
        Article(version=version, position=position, number=number, text=text)
        for position, (number, text) in enumerate((articles or {}).items(), start=1)
    )
    return version


def cite(
    version: LawVersion, article: str = "36", paragraph: int | None = None, quote: str = ""
) -> LawPlace:
    return LawPlace(version.law.title, version.adopted_on, article, paragraph, quote)
