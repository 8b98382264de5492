"""Signing in by user name, by mobile phone, or by a name that only one account bears."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from rosters.accounts.models import User
from rosters.accounts.queries import find_login


class RosterBackend(ModelBackend):
    """Finds the account meant, then checks its password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        user = find_login(username) if username and password else None
        if not isinstance(user, User):
            # As much work as for a known account, so that time does not tell who has one.
            User().set_password(password)
            return None
        fits = user.check_password(password) and self.user_can_authenticate(user)
        return user if fits else None
