"""How allauth fits this platform: accounts come from the roster, and failures are counted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.rules import Refusal
from audit.wording import explain
from rosters.accounts.limits import count_failure, is_blocked
from rosters.accounts.models import User
from rosters.accounts.queries import find_login


class RosterAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; an ambiguous name is refused before any password is looked at."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "The login and the password do not fit. Try the mobile phone number, or ask the exam "
            "officer for a new activation code."
        ),
        "too_many_login_attempts": _(
            "Too many failed attempts. Wait 15 minutes, or ask the exam officer for a new "
            "activation code."
        ),
        "address_blocked": _(
            "Too many attempts from this network address have failed. Wait a minute, then try "
            "again."
        ),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the attempt against the account meant, by whichever of its names it was called."""
        if is_blocked(request):
            raise self.validation_error("address_blocked")
        meant = find_login(credentials.get("username", ""))
        if isinstance(meant, Refusal):
            count_failure(request)
            raise ValidationError(explain(meant), code="ambiguous_login")
        if isinstance(meant, User):
            credentials["username"] = meant.username
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        count_failure(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk:home")
