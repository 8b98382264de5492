"""Sign-in names for visitors, with passwords that are made at each load."""

import os
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from audit.actions import SYSTEM, Actor
from quiz.demonstration.actions.granted import granted
from rosters.accounts.actions import activate, create_user, issue_activation_codes
from rosters.accounts.models import User
from rosters.accounts.rules import group_code
from rosters.people.models import Person
from rosters.roles.rules import Role
from rosters.units.queries import find_unit

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LIAISON_OF = "县市场监管局"
_OFFICE = (
    ("officer", "考务员", "Exam officer", Role.OFFICER),
    ("reviewer", "审题员", "Question reviewer", Role.REVIEWER),
    ("marker", "阅卷员", "Marker", Role.MARKER),
    ("leader", "县领导", "Leader", Role.LEADER),
    ("liaison", "单位联络员", "Unit liaison", Role.LIAISON),
)


@dataclass(frozen=True)
class Account:
    """A line of the list: who, what to type as name, and the password or activation code."""

    role: str
    login: str
    secret: str


def make_office_accounts() -> tuple[dict[Role, User], list[Account]]:
    """One account for each role; the liaison's is for one unit."""
    users, accounts = {}, []
    for username, chinese, english, role in _OFFICE:
        password = _new_password()
        unit = find_unit(LIAISON_OF) if role is Role.LIAISON else None
        users[role] = granted(
            create_user(
                actor=SYSTEM,
                username=username,
                display_name=chinese,
                password=password,
                grants=[(role, unit)],
            )
        )
        where = f"（{unit}）" if unit else ""
        accounts.append(Account(f"{chinese}{where} {english}", username, password))
    return users, accounts


def open_candidate_accounts(
    *, actor: Actor, people: Sequence[Person], now: datetime
) -> list[Account]:
    """Candidates who have used their activation code and chosen a password."""
    accounts = []
    for person, code in issue_activation_codes(actor=actor, people=people, now=now):
        password = _new_password()
        granted(activate(login=person.phone, code=code, password=password, now=now))
        accounts.append(Account(f"考生 Candidate: {person.name}", person.phone, password))
    return accounts


def leave_codes_unused(*, actor: Actor, people: Sequence[Person], now: datetime) -> list[Account]:
    """Candidates for whom a visitor can try the activation."""
    return [
        Account(f"待激活 To be activated: {person.name}", person.phone, group_code(code))
        for person, code in issue_activation_codes(actor=actor, people=people, now=now)
    ]


def write_accounts(signed_up: Iterable[Account], waiting: Iterable[Account]) -> Path:
    """Writes the list for the owner of the machine only, all of it or nothing."""
    url, target = settings.PUBLIC_URL, settings.VAR_DIR / "demonstration-accounts.txt"
    text = "\n".join(
        [
            f"应知演示账号 Demonstration accounts    {url}",
            "",
            *_table(("身份 Role", "登录名 Sign-in name", "密码 Password"), signed_up),
            "",
            f"激活 Activation    {url}{reverse('accounts:activate')}",
            *_table(("身份 Role", "手机号 Phone", "激活码 Code"), waiting),
            "",
        ]
    )
    unfinished = target.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    return unfinished.replace(target)


def _new_password() -> str:
    """Twelve characters in groups of four: 59 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def _table(header: tuple[str, str, str], accounts: Iterable[Account]) -> list[str]:
    rows = [header, *((a.role, a.login, a.secret) for a in accounts)]
    widths = [max(_width(row[column]) for row in rows) for column in range(3)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
