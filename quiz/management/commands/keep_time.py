"""The clock of the platform: closes what is overdue, and has the house looked after every hour."""

import json
import logging
import signal
from argparse import ArgumentParser
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone

from quiz.desk.tasks import look_after
from quiz.marking.actions import close_overdue

LOOK_EVERY = timedelta(hours=1)
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Closes attempts whose time is up, every few seconds, until it is told to stop."

    look_at: datetime | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(json.dumps({"closed": close_overdue(now=timezone.now())}))
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self._round()
            stop.wait(options["every"])

    def _round(self) -> None:
        """One round. A database that is away is tried again in the next round."""
        now = timezone.now()
        try:
            closed = close_overdue(now=now)
            if self.look_at is None or now >= self.look_at:
                look_after.enqueue()
                self.look_at = now + LOOK_EVERY
        except (OperationalError, InterfaceError) as error:
            log.warning("the database cannot be reached: %s", type(error).__name__)
            connection.close()
            return
        if closed:
            self.stdout.write(json.dumps({"closed": closed}))
            self.stdout.flush()
