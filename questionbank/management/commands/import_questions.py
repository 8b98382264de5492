"""manage.py import_questions FILE [--dry-run] [--json]"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import SYSTEM
from audit.rules import Refusal
from audit.wording import explain
from questionbank.exchange.actions import import_questions
from questionbank.exchange.report import QuestionsReport
from questionbank.exchange.wording import where


class Command(BaseCommand):
    help = "Imports a question bank from a .txt, .docx or .xlsx file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError:
            outcome: QuestionsReport | Refusal = Refusal("exchange.unreadable", {"file": path.name})
        else:
            outcome = import_questions(
                actor=SYSTEM,
                content=content,
                filename=path.name,
                dry_run=options["dry_run"],
                now=timezone.now(),
            )
        if isinstance(outcome, Refusal):
            self._refuse(outcome, options["json"])
        elif options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        else:
            self._describe(outcome)

    def _refuse(self, refusal: Refusal, as_json: bool) -> None:
        message = explain(refusal)
        if as_json:
            answer = {"error": refusal.code, "message": message}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stderr.write(message)
        sys.exit(2)

    def _describe(self, report: QuestionsReport) -> None:
        facts = report.as_json() | {"rejected": len(report.rejected)}
        self.stdout.write(
            _(
                "%(items)s items = %(added)s added + %(changed)s changed + %(unchanged)s unchanged"
                " + %(duplicates)s duplicates + %(rejected)s rejected"
            )
            % facts
        )
        for entry in report.rejected:
            self.stdout.write(f"{entry.where}: {entry.why}")
        for line in report.unread:
            self.stdout.write(_("Not read, %(where)s: %(text)s") % {
                "where": where(line), "text": line.text.strip()[:80],
            })  # fmt: skip
