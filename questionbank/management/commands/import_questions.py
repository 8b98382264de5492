"""manage.py import_questions FILE [--answers FILE] [--dry-run] [--json]"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
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
    help = "Imports a question bank from a text, Word or Excel file, or from another system's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--answers", type=Path, help="a second file with the keys")
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = self._import(options["file"], options["answers"], options["dry_run"])
        if isinstance(outcome, Refusal):
            self._refuse(outcome, options["json"])
        elif options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        else:
            self._describe(outcome)

    def _import(self, path: Path, answers: Path | None, dry_run: bool) -> QuestionsReport | Refusal:
        content = _read(path)
        if isinstance(content, Refusal):
            return content
        keys = _read(answers) if answers else b""
        if isinstance(keys, Refusal):
            return keys
        return import_questions(
            actor=SYSTEM,
            content=content,
            filename=path.name,
            answers=(keys, answers.name) if answers else None,
            dry_run=dry_run,
            now=timezone.now(),
        )

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
        for where_, said in report.remarks_shown:
            self.stdout.write(f"{where_}: {said}" if where_ else said)
        for entry in report.rejected:
            self.stdout.write(f"{entry.where}: {entry.why}")
        for line in report.unread:
            self.stdout.write(_("Not read, %(where)s: %(text)s") % {
                "where": where(line), "text": line.text.strip()[:80],
            })  # fmt: skip


def _read(path: Path) -> bytes | Refusal:
    """The content of a file; one that is too large is not even opened."""
    limit = settings.UPLOAD_MAX_BYTES
    try:
        if path.stat().st_size > limit:
            return Refusal("exchange.too_big", {"file": path.name, "limit": limit // 2**20})
        return path.read_bytes()
    except OSError:
        return Refusal("exchange.unreadable", {"file": path.name})
