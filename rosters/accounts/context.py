"""What every page shows about its reader: navigation by role, and the chosen type size."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rosters.roles.access import county_roles_of, roles_of
from rosters.roles.rules import Role

LARGE_TYPE_COOKIE = "large_type"

OFFICER, MARKER, LEADER, LIAISON = Role.OFFICER, Role.MARKER, Role.LEADER, Role.LIAISON


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation`: (address, label, whether current) in the order of the work."""
    user = getattr(request, "user", None)
    roles = roles_of(user) if user is not None else frozenset()
    county = county_roles_of(user) if user is not None else frozenset()
    known = user is not None and user.is_authenticated
    items = [
        ("people:list", _("Rosters"), roles & {OFFICER}),
        ("questions:list", _("Question bank"), county & {OFFICER, Role.REVIEWER}),
        ("assembly:list", _("Exams"), county & {OFFICER}),
        ("marking:list", _("Marking"), county & {OFFICER, MARKER}),
        ("coverage:list", _("Coverage"), roles & {OFFICER, LEADER, LIAISON}),
        ("results:certificates", _("Certificates"), roles & {OFFICER, LIAISON}),
        ("laws:list", _("Laws"), known),
        ("syllabus:list", _("Must-know lists"), known and not county & {OFFICER}),
    ]
    shown = [(reverse(name), label) for name, label, held in items if held]
    if getattr(user, "person_id", None):
        shown.append((reverse("delivery:mine"), _("My exams")))
    # /exams/coverage/ lies under /exams/: the longest address that fits is where the reader is.
    here = max((url for url, _label in shown if request.path.startswith(url)), key=len, default="")
    return {
        "navigation": [(url, label, url == here) for url, label in shown],
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "1",
    }
