"""Holds the bank against the law in force today."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import SYSTEM
from questionbank.questions.actions import check_currency


class Command(BaseCommand):
    help = "Sends questions whose cited text is no longer in force to re-review."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = asdict(check_currency(actor=SYSTEM, now=timezone.now()))
        text = _("Checked %(checked)s: %(sent)s sent to re-review, %(restored)s in force again.")
        self.stdout.write(json.dumps(counts) if options["json"] else text % counts)
