"""Fills an empty database with the demonstration county."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from audit.rules import Refusal
from audit.wording import explain
from quiz.demonstration.actions import load_demonstration
from quiz.demonstration.queries import is_empty


class Command(BaseCommand):
    help = "Loads the demonstration county into an empty database and writes its sign-in names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is data, and succeed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not is_empty():
            return
        self.stdout.write("==> Loading the demonstration county (about a minute)")
        answer = load_demonstration(now=timezone.now())
        if isinstance(answer, Refusal):
            refusal = {"refused": answer.code, "message": explain(answer)}
            self.stderr.write(json.dumps(refusal, ensure_ascii=False))
            sys.exit(2)
        self.stdout.write(f"==> Sign-in names are in {answer.accounts}")
