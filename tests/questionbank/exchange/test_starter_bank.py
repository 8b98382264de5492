"""The starter bank: its size and spread, and every quotation held against the text of the law."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from audit.actions import SYSTEM
from questionbank.exchange.actions import import_questions
from questionbank.exchange.documents import read_document
from questionbank.exchange.report import QuestionsReport
from questionbank.exchange.rules.raw import Blocks
from questionbank.laws.actions import LawFile, import_laws
from questionbank.laws.models import LawVersion
from questionbank.laws.queries import article_texts, in_force
from questionbank.laws.rules import paragraph_text, squeeze
from questionbank.questions.actions import approve_questions
from questionbank.questions.models import Audience, Citation, Question
from questionbank.questions.queries import load_pool
from questionbank.questions.rules import VERSION_KINDS, ItemKind, Verdict
from rosters.cohorts.rules import CohortKind
from tests.questionbank.factories import NOW
from tests.questionbank.laws.texts import REAL, needs_real_laws

pytestmark = pytest.mark.django_db
FILES = sorted((Path(settings.BASE_DIR) / "questionbank" / "starter").glob("*.txt"))
TODAY = date(2026, 11, 22)


@pytest.fixture
def bank() -> list[Question]:
    for path in FILES:
        report = import_questions(
            actor=SYSTEM, content=path.read_bytes(), filename=path.name, dry_run=False, now=NOW
        )
        assert isinstance(report, QuestionsReport), (path.name, report)
        assert report.rejected == [], path.name
        assert report.unread == (), path.name
        assert {entry.verdict for entry in report.verdicts} == {Verdict.ADDED}, path.name
    return list(Question.objects.select_related("current", "case"))


def test_it_has_all_types_all_cohorts_and_at_least_500_questions(bank):
    kinds = Counter(question.current.kind for question in bank)
    assert kinds.total() >= 500
    assert set(kinds) == set(VERSION_KINDS)
    assert min(kinds.values()) >= 20
    cohorts = Counter(Audience.objects.values_list("cohort", flat=True))
    assert set(cohorts) == set(CohortKind)
    assert min(cohorts.values()) >= 150
    assert len({question.case for question in bank} - {None}) >= 5


def test_every_file_declares_its_laws():
    for path in FILES:
        blocks = read_document(path.read_bytes(), path.name)
        assert isinstance(blocks, Blocks), path.name
        assert blocks.declarations, path.name


def test_every_question_has_its_code_and_topics(bank):
    filed = set(Question.objects.filter(topics__isnull=False).values_list("pk", flat=True))
    for question in bank:
        assert question.code, question.current.stem
        assert question.pk in filed, question.code


def test_every_question_says_why_and_quotes_the_law(bank):
    quotes: dict[int, list[str]] = {question.current_id: [] for question in bank}
    for version, quote in Citation.objects.values_list("version", "quote"):
        quotes[version].append(quote)
    for question in bank:
        assert question.current.rationale, question.code
        assert quotes[question.current_id], question.code
        assert all(quotes[question.current_id]), question.code


def test_it_rests_on_versions_in_force_only(bank):
    cited = set(Citation.objects.values_list("law_version", flat=True))
    current = {version.pk for found in in_force(TODAY, TODAY).values() for version in found}
    stale = LawVersion.objects.filter(pk__in=cited - current)
    assert list(stale) == []


def test_the_keys_of_single_choice_are_spread(bank):
    keys = Counter(q.current.key for q in bank if q.current.kind == ItemKind.SINGLE)
    assert set(keys) == set("ABCD")
    assert max(keys.values()) <= 1.25 * min(keys.values())
    truths = Counter(q.current.key for q in bank if q.current.kind == ItemKind.TRUE_FALSE)
    assert 0.4 <= truths["T"] / truths.total() <= 0.6


def test_it_is_one_pool_once_approved(bank):
    assert approve_questions(actor=SYSTEM, questions=bank, now=NOW) == len(bank)
    single = [part for item in load_pool(TODAY, TODAY) for part in (item.parts or (item,))]
    assert len(single) == len(bank)


@needs_real_laws
def test_every_quotation_stands_in_the_article_it_is_said_to_be_of(bank):
    files = [LawFile(path.name, path.read_bytes()) for path in sorted(REAL.rglob("*.md"))]
    import_laws(actor=SYSTEM, files=files)
    rows = Citation.objects.select_related("version__question", "law_version__law")
    texts = article_texts({row.law_version_id for row in rows})
    assert all(texts.values())
    missing = []
    for row in rows:
        text = texts[row.law_version_id].get(row.article)
        if text and row.paragraph:
            text = paragraph_text(text, row.paragraph)
        if text is None or squeeze(row.quote) not in squeeze(text):
            missing.append((row.version.question.code, row.label, row.quote))
    assert missing == []
