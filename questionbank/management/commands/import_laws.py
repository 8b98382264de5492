"""manage.py import_laws PATH… [--effective DATE] [--dry-run] [--json]"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import SYSTEM
from audit.rules import Refusal
from questionbank.laws.actions import LawFile, import_laws
from questionbank.laws.files import SUFFIXES, too_big
from questionbank.laws.report import Certainty, FileReport, LawsReport
from questionbank.questions.actions import check_currency


class Command(BaseCommand):
    help = "Imports texts of laws from .md, .txt and .docx files. Exits with 2 if one is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
        parser.add_argument(
            "--effective",
            type=date.fromisoformat,
            metavar="DATE",
            help="day from which the versions are in force, such as 2026-01-01",
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        report = import_laws(
            actor=SYSTEM,
            files=map(_load, _find(options["paths"])),
            effective_on=options["effective"],
            dry_run=options["dry_run"],
        )
        currency = {} if options["dry_run"] else self._check_currency()
        if options["json"]:
            answer = report.as_json() | ({"currency": currency} if currency else {})
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self._describe(report, currency)
        if report.refused:
            sys.exit(2)

    def _check_currency(self) -> dict[str, int]:
        """Questions go to re-review at once when the new text leaves them without their basis."""
        return asdict(check_currency(actor=SYSTEM, now=timezone.now()))

    def _describe(self, report: LawsReport, currency: dict[str, int]) -> None:
        for file in report.files:
            (self.stderr if file.refused else self.stdout).write(_line(file))
        self.stdout.write(
            _(
                "%(files)s files = %(added)s added + %(extended)s extended + "
                "%(corrected)s corrected + %(unchanged)s unchanged + %(refused)s refused"
            )
            % {"files": len(report.files), **report.counts}
        )
        for repeal in report.repeals:
            text = _("%(law)s is no longer in force from %(day)s (%(by)s)")
            self.stdout.write(text % {"law": repeal.law, "day": repeal.day, "by": repeal.by})
        if currency:
            text = _(
                "Checked %(checked)s: %(sent)s sent to re-review, %(restored)s in force again."
            )
            self.stdout.write(text % currency)


def _line(file: FileReport) -> str:
    statute = file.statute
    if file.refused or statute is None:
        return f"{file.file}: {file.why}"
    facts = file.as_json() | {"verdict": file.outcome}
    line = _("%(file)s: %(law)s (%(version)s), %(articles)s articles: %(verdict)s") % facts
    if file.missing:
        line += "; " + _("%(missing)s numbers are missing") % facts
    if file.certainty is Certainty.UNKNOWN:
        line += "; " + _("effective day unknown: counted from its adoption")
    return line


def _find(paths: list[Path]) -> Iterator[Path]:
    """The files named, and the texts in the folders named."""
    for path in paths:
        if path.is_dir():
            yield from (
                found for found in sorted(path.rglob("*")) if found.suffix.lower() in SUFFIXES
            )
        else:
            yield path


def _load(path: Path) -> LawFile:
    try:
        return LawFile(path.name, too_big(path.stat().st_size, path.name) or path.read_bytes())
    except OSError:
        return LawFile(path.name, Refusal("laws.unreadable", {"file": path.name}))
