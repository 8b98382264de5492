"""Whole banks: two real ones when they are at hand."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings

from audit.actions import SYSTEM
from questionbank.exchange.actions import import_questions
from questionbank.exchange.documents import decode
from questionbank.exchange.report import QuestionsReport
from questionbank.questions.models import Question
from tests.questionbank.factories import NOW

BANKS = Path(os.environ.get("YINGZHI_BANKS", Path(settings.BASE_DIR).parent / "shared" / "banks"))
# What is known of the files: items by verdict when they come into an empty bank.
COUNTS = {
    "renshe_sd_判断_gbk": {
        "added": 673, "changed": 0, "unchanged": 0, "duplicate": 5, "rejected": 0,
    },
    "renshe_sd_单选_gbk": {
        "added": 1567, "changed": 0, "unchanged": 0, "duplicate": 1, "rejected": 3,
    },
}  # fmt: skip

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
    assert first.counts == COUNTS[path.stem]
    assert {entry.line.number for entry in first.verdicts} == numbered
    assert len(first.rejected) <= len(first.verdicts) // 200
    assert all(entry.why for entry in first.rejected)
    assert len(first.unread) <= 1
    second = run(path)
    assert (second.counts["added"], second.counts["changed"]) == (0, 0)
    assert second.counts["unchanged"] == first.counts["added"] == Question.objects.count()
    assert second.rejected == first.rejected
