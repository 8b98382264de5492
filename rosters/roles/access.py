"""The guard on every page. It reads the grants of whoever is signed in and knows no table."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from rosters.roles.rules import Role

View = Callable[..., HttpResponse]


def roles_of(user: Any) -> frozenset[Role]:
    """The roles of a user in whatever scope."""
    return frozenset(role for role, _ in _grants(user))


def county_roles_of(user: Any) -> frozenset[Role]:
    """The roles of a user for the whole county."""
    return frozenset(role for role, unit_id in _grants(user) if unit_id is None)


def _grants(user: Any) -> frozenset[tuple[Role, int | None]]:
    """Role and unit of each grant, read once per user object."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_grants"):
        rows = user.grants.values_list("role", "unit_id")
        user._grants = frozenset((Role(role), unit_id) for role, unit_id in rows)
    return user._grants


def has_role(user: Any, *roles: Role) -> bool:
    """Whether the user holds any of the roles, in whatever scope."""
    return not roles_of(user).isdisjoint(roles)


def has_county_role(user: Any, *roles: Role) -> bool:
    """Whether the user holds any of the roles for the whole county."""
    return not county_roles_of(user).isdisjoint(roles)


def roles_required(*roles: Role, whole_county: bool = False) -> Callable[[View], View]:
    """Sends strangers to sign in and refuses (403) users who hold none of the roles.

    With `whole_county`, a role that is limited to one unit does not suffice.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            held = county_roles_of(request.user) if whole_county else roles_of(request.user)
            if held.isdisjoint(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
