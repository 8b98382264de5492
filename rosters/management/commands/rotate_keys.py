"""Seals everything anew by the current key, so that an earlier one is no longer needed."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.actions import SYSTEM
from rosters.people.rotation import Rotation, count_outdated, rotate
from rosters.people.sealing import AlgorithmMissing, KeyMissing


class Command(BaseCommand):
    help = (
        "Seals every sealed value anew by YINGZHI_ID_KEY and YINGZHI_SEALING while the server "
        "runs. Can be stopped and started again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say what is still sealed otherwise"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._say_outdated()
            return
        try:
            rotation = rotate(actor=SYSTEM, report=self._progress)
        except (KeyMissing, AlgorithmMissing) as missing:
            raise CommandError(str(missing)) from None
        self._say(rotation)
        if rotation.left:
            sys.exit(1)

    def _progress(self, label: str, done: int) -> None:
        self.stdout.write(f"==> {label}: {done}")
        self.stdout.flush()

    def _say_outdated(self) -> None:
        for label, number in count_outdated().items():
            self.stdout.write(f"==> {label}: {number} sealed by an earlier key or algorithm")

    def _say(self, rotation: Rotation) -> None:
        for label, keys in rotation.left.items():
            named = ", ".join(map(str, keys[:20]))
            self.stderr.write(
                f"==> {label}: {len(keys)} rows cannot be sealed anew (their value cannot be "
                f"opened, or the same number is on file twice): {named}"
            )
        if rotation.dropped:
            self.stdout.write(
                "==> Finished. No longer needed, once every process has been started again: "
                + ", ".join(rotation.dropped)
            )
        elif not rotation.left:
            self.stdout.write("==> Everything is sealed by the current key.")
