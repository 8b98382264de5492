"""Whole banks: two real ones when they are at hand, and the starter bank of this project."""

import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from audit.actions import SYSTEM
from questionbank.exchange.actions import import_questions
from questionbank.exchange.documents import decode, read_document
from questionbank.exchange.report import QuestionsReport
from questionbank.laws.rules import read_number
from questionbank.questions.models import Citation, Question
from questionbank.questions.rules import VERSION_KINDS, ItemKind
from tests.questionbank.factories import NOW

ROOT = Path(settings.BASE_DIR)
SHARED = ROOT.parent / "shared"
BANKS = Path(os.environ.get("YINGZHI_BANKS", SHARED / "banks"))
LAWS = (settings.LAWS_DIR or SHARED / "laws") / "current"
STARTER = sorted((ROOT / "questionbank" / "starter").glob("*.txt"))

pytestmark = pytest.mark.django_db


def run(path: Path) -> QuestionsReport:
    report = import_questions(
        actor=SYSTEM, content=path.read_bytes(), filename=path.name, dry_run=False, now=NOW
    )
    assert isinstance(report, QuestionsReport), report
    return report


@pytest.mark.skipif(not BANKS.is_dir(), reason="the real banks are not at hand")
@pytest.mark.parametrize("path", sorted(BANKS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_numbered_item_of_a_real_bank_is_accounted_for(path):
    text = decode(path.read_bytes())
    assert text is not None
    lines = text.splitlines()
    numbered = {
        place
        for place, line in enumerate(lines, 1)
        if re.match(r'"?\d{1,4}\s*[．.、]\s*\S{6}', line)
    }
    first = run(path)
    assert {entry.line.number for entry in first.verdicts} == numbered
    assert len(first.rejected) <= len(first.verdicts) // 200
    assert all(entry.why for entry in first.rejected)
    assert len(first.unread) <= 1
    second = run(path)
    assert (second.counts["added"], second.counts["changed"]) == (0, 0)
    assert second.counts["unchanged"] == first.counts["added"] == Question.objects.count()
    assert second.rejected == first.rejected


def test_the_starter_bank_comes_in_whole():
    reports = [run(path) for path in STARTER]
    assert [(report.rejected, report.unread) for report in reports] == [([], ())] * len(STARTER)
    assert {entry.verdict for report in reports for entry in report.verdicts} == {"added"}
    kinds = Counter(Question.objects.values_list("current__kind", flat=True))
    assert set(kinds) >= set(VERSION_KINDS) - {ItemKind.INDEFINITE}
    assert kinds.total() >= 150
    questions = Question.objects.select_related("current").prefetch_related("topics")
    for question in questions:
        assert question.code, question.current.stem
        assert question.current.rationale, question.code
        assert question.current.citations.exists(), question.code
        assert question.topics.exists(), question.code


def articles(title: str, adopted_on: date) -> dict[str, int]:
    """The articles of a law text, "36" or "36.1", each with its number of paragraphs."""
    short = title.removeprefix("中华人民共和国")
    path = LAWS / f"{short}({adopted_on}).md"
    text = (path if path.exists() else LAWS / f"{short}.md").read_text(encoding="utf-8")
    found: dict[str, int] = {}
    current = ""
    for line in map(str.strip, text.partition("<!-- INFO END -->")[2].splitlines()):
        match = re.match(
            r"第([〇零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?\s", line
        )
        if match:
            current = str(read_number(match[1]))
            current += f".{read_number(match[2])}" if match[2] else ""
            found[current] = 1
        elif line.startswith("#"):
            current = ""
        elif line and current and not line.startswith("（"):
            found[current] += 1
    return found


@pytest.mark.skipif(not LAWS.is_dir(), reason="the law texts are not at hand")
def test_every_article_the_starter_bank_cites_is_in_the_law_text():
    for path in STARTER:
        run(path)
    cited = Citation.objects.values_list(
        "law_version__law__title", "law_version__adopted_on", "article", "paragraph",
        "version__question__code",
    )  # fmt: skip
    texts = {(title, day): articles(title, day) for title, day, *_ in cited}
    missing = [
        (code, title, article, paragraph)
        for title, day, article, paragraph, code in cited
        if (paragraph or 1) > texts[title, day].get(article, 0)
    ]
    assert missing == []


def test_the_starter_bank_is_text_in_the_own_dialect():
    for path in STARTER:
        blocks = read_document(path.read_bytes(), path.name)
        assert blocks.declarations, path.name
