"""How allauth fits this platform: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class RosterAccountAdapter(DefaultAccountAdapter):
    """Accounts come from the roster only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
