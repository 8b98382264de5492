"""`manage.py create_user USERNAME --role officer [--unit NAME]`: an account of the office."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.actions import SYSTEM
from audit.rules import Refusal
from audit.wording import explain
from rosters.accounts.actions import create_user
from rosters.accounts.rules import CODE_ALPHABET, group_code
from rosters.roles.rules import Role
from rosters.units.queries import find_unit

PASSWORD_LENGTH = 16


class Command(BaseCommand):
    help = "Creates an account of the office and prints its generated password once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", action="append", required=True, choices=list(Role))
        parser.add_argument("--unit", help="limit the roles to this unit and those below it")
        parser.add_argument("--name", default="", help="name shown on pages")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = find_unit(options["unit"]) if options["unit"] else None
        if options["unit"] and unit is None:
            self._stop(Refusal("accounts.unknown_unit", {"unit": options["unit"]}))
        letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(PASSWORD_LENGTH))
        password = group_code(letters)
        user = create_user(
            actor=SYSTEM,
            username=options["username"],
            display_name=options["name"],
            password=password,
            grants=[(Role(role), unit) for role in dict.fromkeys(options["role"])],
        )
        if isinstance(user, Refusal):
            self._stop(user)
        self.stdout.write(f"{user.username} {password}")

    def _stop(self, refusal: Refusal) -> None:
        raise CommandError(explain(refusal), returncode=2)
