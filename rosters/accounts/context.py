"""What every page shows about its reader: navigation by role, and the chosen type size."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rosters.accounts.access import roles_of
from rosters.accounts.rules import Role

LARGE_TYPE_COOKIE = "large_type"

OFFICER, MARKER, LEADER, LIAISON = Role.OFFICER, Role.MARKER, Role.LEADER, Role.LIAISON


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`: (address, label, whether current) in the order of the work."""
    user = getattr(request, "user", None)
    items: list[tuple[str, str, frozenset[Role]]] = [
        ("people:list", _("Rosters"), frozenset({OFFICER})),
        ("questions:list", _("Question bank"), frozenset({OFFICER})),
        ("assembly:list", _("Exams"), frozenset({OFFICER})),
        ("marking:list", _("Marking"), frozenset({OFFICER, MARKER})),
        ("coverage:list", _("Coverage"), frozenset({OFFICER, LEADER, LIAISON})),
        ("results:certificates", _("Certificates"), frozenset({OFFICER, LIAISON})),
    ]
    roles = roles_of(user) if user is not None else frozenset()
    shown = [(reverse(name), label) for name, label, allowed in items if roles & allowed]
    if getattr(user, "person_id", None):
        shown.append((reverse("delivery:mine"), _("My exams")))
    # /exams/coverage/ lies under /exams/: the longest address that fits is where the reader is.
    here = max((url for url, _label in shown if request.path.startswith(url)), key=len, default="")
    return {
        "navigation": [(url, label, url == here) for url, label in shown],
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "1",
    }
