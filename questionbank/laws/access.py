"""Laws are public: whoever may sign in may read them. Only officers change them."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from questionbank.laws.models import Law, LawVersion
from rosters.roles.access import has_county_role
from rosters.roles.rules import Role


def get_law_for(user: Any, pk: int) -> Law:
    """A law, for whoever is signed in."""
    if not user.is_authenticated:
        raise Http404
    return get_object_or_404(Law, pk=pk)


def get_version_for(user: Any, law: Law, pk: str) -> LawVersion:
    """A version of the law by the number in an address."""
    if not user.is_authenticated or not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        raise Http404
    return get_object_or_404(LawVersion, law=law, pk=int(pk))


def can_change_laws(user: Any) -> bool:
    return has_county_role(user, Role.OFFICER)
