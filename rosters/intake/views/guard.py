"""Who opens the pages of the room, and what all of them show."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role

# Whoever holds a role for one unit only is told apart where the uploads are fetched.
senders = roles_required(Role.OFFICER, Role.LIAISON)


def page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the room; a liaison finds another way around it than an officer."""
    whole_county = has_county_role(request.user, Role.OFFICER)
    context |= {"whole_county": whole_county}
    return render(request, f"rosters/intake/{name}.html", context, status=status)
