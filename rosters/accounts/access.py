"""What a user may do. Views fetch through `access`; fetching is the permission check."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from rosters.accounts.models import User
from rosters.accounts.rules import Role
from rosters.units.models import Unit

View = Callable[..., HttpResponse]


def roles_of(user: Any) -> frozenset[Role]:
    """The roles of a user, read once per user object."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_roles"):
        user._roles = frozenset(Role(role) for role in user.grants.values_list("role", flat=True))
    return user._roles


def has_role(user: Any, *roles: Role) -> bool:
    """Whether the user holds any of the roles, in whatever scope."""
    return not roles_of(user).isdisjoint(roles)


def units_for(user: User, *roles: Role) -> QuerySet[Unit]:
    """The units in which the user holds any of the roles: all, or those at and below the grant's."""
    grants = list(user.grants.filter(role__in=roles).select_related("unit"))
    if any(grant.unit is None for grant in grants):
        return Unit.objects.all()
    ids: set[int] = set()
    for grant in grants:
        ids.update(grant.unit.descendants(include_self=True).values_list("pk", flat=True))
    return Unit.objects.filter(pk__in=ids)


def roles_required(*roles: Role) -> Callable[[View], View]:
    """Sends strangers to sign in and refuses (403) users who hold none of the roles."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
