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
        ("reporting:mine", _("Rosters"), roles & {LIAISON} and not roles & {OFFICER}),
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
    pages = _roster_pages(roles, county)
    if not here and any(request.path.startswith(url) for _key, url, _label in pages):
        here = shown[0][0]  # the pages about rosters lie at several addresses
    return {
        "navigation": [(url, label, url == here) for url, label in shown],
        "roster_pages": pages,
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "1",
    }


def _roster_pages(roles: frozenset[Role], county: frozenset[Role]) -> list[tuple[str, str, str]]:
    """(key, address, label) of the pages about rosters that a reader may open."""
    officer, whole, liaison = roles & {OFFICER}, county & {OFFICER}, roles & {LIAISON}
    pages = [
        ("people", "people:list", _("People"), officer),
        ("units", "units:list", _("Units"), officer),
        ("intake", "intake:upload", _("Import people"), whole),
        ("reporting", "reporting:list", _("Reporting by units"), whole),
        ("own", "reporting:mine", _("Reporting"), liaison),
        ("rules", "cohorts:cohorts", _("Cohorts"), whole),
        ("cohorts", "cohorts:list", _("Frozen rosters"), whole),
        ("requests", "cohorts:requests", _("Requests"), whole or liaison),
        ("clearance", "clearance:list", _("Card clean-up"), whole or liaison),
        ("codes", "accounts:codes", _("Activation codes"), officer),
        ("privacy", "privacy:list", _("Personal data"), whole),
        ("notices", "accounts:notices", _("Notices"), whole),
    ]
    return [(key, reverse(name), label) for key, name, label, may in pages if may]
