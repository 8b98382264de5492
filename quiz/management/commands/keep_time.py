"""The clock of the platform: closes what is overdue, forgets uploads that nobody applied, holds
the question bank against the law of each day, and keeps the figures of each month's end."""

import json
import logging
import signal
from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone

from audit.actions import SYSTEM
from questionbank.exchange.actions import forget_old_imports
from questionbank.questions.actions import check_currency
from quiz.coverage.actions import take_month_end_snapshots
from quiz.marking.actions import close_overdue
from rosters.intake.actions import forget_old_uploads

TIDY_EVERY = timedelta(hours=1)
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Closes attempts whose time is up, every few seconds, until it is told to stop."

    tidy_at: datetime | None = None
    checked_on: date | None = None

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
            if self.tidy_at is None or now >= self.tidy_at:
                forget_old_uploads(now=now)
                forget_old_imports(now=now)
                take_month_end_snapshots(actor=SYSTEM, now=now)
                self.tidy_at = now + TIDY_EVERY
            if self.checked_on != timezone.localdate(now):
                check_currency(actor=SYSTEM, now=now)
                self.checked_on = timezone.localdate(now)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database cannot be reached: %s", type(error).__name__)
            connection.close()
            return
        if closed:
            self.stdout.write(json.dumps({"closed": closed}))
            self.stdout.flush()
