"""Brings a roster file in from the command line, with the same verdicts as the page."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import SYSTEM
from audit.rules import Refusal
from audit.wording import explain
from rosters.intake.actions import import_people, refuse_size
from rosters.intake.report import PeopleReport

REFUSED = 2


def _import(file: Path, *, dry_run: bool) -> PeopleReport | Refusal:
    """Imports the file; one that is too large is not read."""
    try:
        if refusal := refuse_size(file.stat().st_size, file.name):
            return refusal
        content = file.read_bytes()
    except OSError:
        return Refusal("intake.unreadable", {"filename": file.name})
    now = timezone.now()
    return import_people(
        actor=SYSTEM, content=content, filename=file.name, dry_run=dry_run, now=now
    )


class Command(BaseCommand):
    help = "Import people from an .xlsx, .xls, .et or .csv roster."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen only")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, file: Path, dry_run: bool, json: bool, **options: Any) -> None:
        answer = _import(file, dry_run=dry_run)
        if isinstance(answer, Refusal):
            self._refuse(answer, as_json=json)
        elif json:
            self._print(answer.as_json())
        else:
            self._tell(answer)

    def _print(self, value: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))

    def _refuse(self, refusal: Refusal, *, as_json: bool) -> None:
        """Exit 2: nothing was read, nothing was changed."""
        if as_json:
            self._print({"error": refusal.code, "message": explain(refusal)})
        else:
            self.stderr.write(explain(refusal))
        raise SystemExit(REFUSED)

    def _tell(self, report: PeopleReport) -> None:
        for line in report.rejected:
            self.stdout.write(f"{line['where']}: {line['reason']}")
        for name in report.units_added:
            self.stdout.write(_("Unit added: %(name)s") % {"name": name})
        self.stdout.write(
            _(
                "Rows %(rows)s = added %(added)s + changed %(changed)s + unchanged %(unchanged)s "
                "+ rejected %(rejected)s"
            )
            % {
                "rows": report.rows,
                "added": report.added,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "rejected": len(report.rejected),
            }
        )
