"""Makes anonymous what has been kept for its time, or says what would be."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from quiz.privacy.actions import purge_due
from quiz.privacy.forgetting import forgettings
from quiz.privacy.queries import load_kept_exams
from quiz.privacy.rules import Keeping


class Command(BaseCommand):
    help = "Makes exams anonymous whose time of keeping is over; one line of JSON for each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only count what would be made anonymous"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            for kept in load_kept_exams(timezone.localdate(now)):
                if kept.state == Keeping.DUE:
                    self._say(kept.exam.pk, {f.name: f.count() for f in forgettings(kept.exam)})
            return
        for purge in purge_due(now=now):
            self._say(purge.exam_id, purge.counts)

    def _say(self, exam_id: int, counts: dict[str, int]) -> None:
        self.stdout.write(json.dumps({"exam": exam_id, **counts}))
