"""manage.py export_questions FORMAT FILE [--kind …] [--topic …] [--law …] … [--json]"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import SYSTEM
from audit.rules import Refusal
from audit.wording import explain
from questionbank.exchange.exporting.actions import ExportedFile, ExportFormat, export_questions
from questionbank.laws.queries import find_law
from questionbank.questions.forms import QuestionFilters
from questionbank.questions.models import Topic

_TEXTS = ("q", "kind", "topic", "cohort", "law", "article", "difficulty", "state")


class Command(BaseCommand):
    help = "Exports questions with the filters of the bank list. Exits with 2 when there are none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=[form.value for form in ExportFormat])
        parser.add_argument("file", type=Path)
        for name in _TEXTS:
            parser.add_argument(f"--{name}", help=f"as the filter {name} of the bank list")
        parser.add_argument("--uncited", action="store_true", help="only without citation")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = export_questions(
            actor=SYSTEM,
            filters=_filters(options),
            form=ExportFormat(options["format"]),
            on=timezone.localdate(),
        )
        path: Path = options["file"]
        if isinstance(outcome, ExportedFile):
            try:
                path.write_bytes(outcome.content)
            except OSError:
                outcome = Refusal("exchange.unwritable", {"file": path.name})
        self._tell(outcome, path, options)

    def _tell(self, outcome: ExportedFile | Refusal, path: Path, options: dict[str, Any]) -> None:
        if isinstance(outcome, Refusal):
            said: dict[str, Any] = {"error": outcome.code, "message": explain(outcome)}
        else:
            said = {"file": path.name, "format": options["format"], "questions": outcome.questions}
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        elif isinstance(outcome, Refusal):
            self.stderr.write(said["message"])
        else:
            self.stdout.write(_("%(file)s: %(questions)s questions") % said)
        if isinstance(outcome, Refusal):
            sys.exit(2)


def _filters(options: dict[str, Any]) -> dict[str, Any]:
    """The filters as the list page reads them; topics and laws go by name here."""
    data = {name: options[name] for name in _TEXTS if options[name]}
    if options["uncited"]:
        data["uncited"] = "on"
    if topic := data.get("topic"):
        data["topic"] = _found(Topic.objects.filter(name=topic).first(), "topic", topic)
    if law := data.get("law"):
        data["law"] = _found(find_law(law, law), "law", law)
    form = QuestionFilters(data)
    chosen = form.chosen()
    for name, errors in form.errors.items():
        raise CommandError(f"--{name}: {' '.join(errors)}")
    return chosen


def _found(row: Any, name: str, value: str) -> int:
    if row is None:
        raise CommandError(
            _("--%(name)s: there is no “%(value)s”.") % {"name": name, "value": value}
        )
    return int(row.pk)
