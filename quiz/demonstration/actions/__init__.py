"""Loading the demonstration county through the same actions that people use."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from audit.actions import SYSTEM, record
from audit.rules import Refusal
from quiz.assembly.models import Exam
from quiz.demonstration.actions.accounts import (
    leave_codes_unused,
    make_office_accounts,
    open_candidate_accounts,
    write_accounts,
)
from quiz.demonstration.actions.county import add_units, import_rosters, import_starter_bank
from quiz.demonstration.actions.exams import (
    Office,
    draft_next_exam,
    hold_finished_exam,
    open_second_exam,
)
from quiz.demonstration.actions.statistics import refresh_statistics
from quiz.demonstration.queries import is_empty, load_visitors
from rosters.roles.rules import Role

SEED = 20260401


@dataclass(frozen=True)
class Loaded:
    """What there is to look at, and where the sign-in names are written."""

    finished: Exam
    open: Exam
    draft: Exam
    accounts: Path


@transaction.atomic
def load_demonstration(*, now: datetime, seed: int = SEED) -> Loaded | Refusal:
    """Fills an empty database. All but passwords, keys and the days relative to `now` is the same
    in every load with the same seed. The sign-in names are written last, so that whoever finds
    the file finds the county.
    """
    if not is_empty():
        return Refusal("demonstration.not_empty")
    add_units(actor=SYSTEM)
    users, accounts = make_office_accounts()
    office = Office(users[Role.OFFICER], users[Role.MARKER])
    import_rosters(actor=office.officer, seed=seed, now=now)
    import_starter_bank(actor=office.officer, reviewer=users[Role.REVIEWER], now=now)
    refresh_statistics()
    finished = hold_finished_exam(office=office, seed=seed, now=now)
    opened = open_second_exam(office=office, seed=seed, now=now)
    draft = draft_next_exam(office=office, roster=finished.roster, now=now)
    sitting, waiting = load_visitors(opened, finished)
    accounts += open_candidate_accounts(actor=office.officer, people=sitting, now=now)
    unused = leave_codes_unused(actor=office.officer, people=waiting, now=now)
    record(actor=SYSTEM, action="load_demonstration", subject=opened, facts={"seed": seed})
    return Loaded(finished, opened, draft, write_accounts(accounts, unused))
