"""What the platform does by itself, hour by hour."""

import logging
from collections.abc import Callable
from datetime import datetime

from audit.actions import SYSTEM
from questionbank.exchange.actions import forget_old_imports
from questionbank.questions.actions import check_currency
from quiz.coverage.actions import take_month_end_snapshots
from quiz.official.actions import forget_old_lists
from quiz.privacy.actions import purge_due
from rosters.intake.actions import forget_old_uploads
from rosters.people.actions import settle_statuses

log = logging.getLogger(__name__)

STEPS: dict[str, Callable[[datetime], object]] = {
    "forget_old_uploads": lambda now: forget_old_uploads(now=now),
    "forget_old_imports": lambda now: forget_old_imports(now=now),
    "forget_old_lists": lambda now: forget_old_lists(now=now),
    "settle_statuses": lambda now: settle_statuses(now=now),
    "take_month_end_snapshots": lambda now: take_month_end_snapshots(actor=SYSTEM, now=now),
    "check_currency": lambda now: check_currency(actor=SYSTEM, now=now),
    "purge_due": lambda now: purge_due(now=now),
}
"""Each may be done again at any time. Statuses that begin today are settled before figures are
kept."""


def look_after_the_house(now: datetime) -> list[str]:
    """Does every step, whatever becomes of the others; the names of those that failed.

    Only the kind of an error is logged: its text could hold what somebody's row says.
    """
    failed = []
    for name, step in STEPS.items():
        try:
            step(now)
        except Exception as error:
            log.error("%s failed: %s", name, type(error).__name__)
            failed.append(name)
    return failed
