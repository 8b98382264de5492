"""Checks that nobody reached into the audit chain."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit.models import AuditRecord
from audit.queries import first_broken_link


class Command(BaseCommand):
    help = "Recomputes the audit chain; ends with 1 and the first broken number when it broke."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        records, broken = AuditRecord.objects.count(), first_broken_link()
        if options["json"]:
            self.stdout.write(json.dumps({"records": records, "first_broken": broken}))
        elif broken is None:
            self.stdout.write(f"==> {records} records checked; the chain is whole")
        else:
            self.stdout.write(f"==> {records} records checked; broken at number {broken}")
        if broken is not None:
            sys.exit(1)
