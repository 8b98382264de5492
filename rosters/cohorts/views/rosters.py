"""Pages of one roster: its entries, its export, and codes for those who have no login."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rosters.accounts.actions import issue_activation_codes
from rosters.accounts.queries import count_codes, without_login
from rosters.accounts.views import slips_page
from rosters.cohorts.access import county_officer, get_roster_for
from rosters.cohorts.forms import EntryFilter
from rosters.cohorts.models import RELEASE_CHOICES, Entry, Roster
from rosters.cohorts.queries.freezing import Integrity, Verification, verify_roster
from rosters.cohorts.queries.releases import (
    later_facts,
    listed_twice,
    load_roster_counts,
    search_entries,
    with_release,
)
from rosters.cohorts.queries.requests import open_requests
from rosters.cohorts.rules.releases import ReleaseKind
from rosters.cohorts.workbook import roster_workbook
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed
from rosters.people.models import Person
from rosters.people.queries import kept_rows
from rosters.units.models import Unit

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LABELS = {str(kind): label for kind, label in RELEASE_CHOICES}


@require_safe
@county_officer
def roster(request: HttpRequest, roster_id: int) -> HttpResponse:
    """The entries of a roster with their reasons, who was released, and what waits."""
    found = get_roster_for(request.user, roster_id)
    filters, today = _filters(request.GET, found), timezone.localdate()
    entries = search_entries(found, today=today, **filters.chosen())
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    counts = load_roster_counts(found, today)
    context = {
        "roster": found,
        "filters": filters,
        "kept": [(name, value) for name, value in request.GET.items() if name != "page"],
        "filtered": bool(filters.chosen()),
        "page": page,
        "rows": [(entry, _LABELS.get(entry.release_kind, "")) for entry in page],
        "counts": counts,
        "released": [
            (kind.value, _LABELS[kind], counts.released.get(kind, 0))
            for kind in ReleaseKind
            if kind != ReleaseKind.REINSTATED
        ],
        "later": later_facts(found.pk, today).count() + len(listed_twice(found.pk, today)),
        "asked": open_requests(found.entries.all()).count(),
    }
    return render(request, "rosters/cohorts/roster.html", context)


def _filters(data: Any, found: Roster) -> EntryFilter:
    return EntryFilter(data, Unit.objects.filter(entries__roster=found).distinct())


@require_POST
@county_officer
def verify(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Recomputes the hash from the rows as they are now, and says what came of it."""
    found = get_roster_for(request.user, roster_id)
    result = verify_roster(found)
    level = messages.SUCCESS if result.state == Integrity.INTACT else messages.ERROR
    messages.add_message(request, level, _finding(result))
    return redirect("cohorts:roster", roster_id)


def _finding(result: Verification) -> str:
    facts = {"lines": result.lines, "hash": result.recomputed[:12]}
    if result.state == Integrity.INTACT:
        text = _("The %(lines)s frozen entries give the hash of the day they were frozen: %(hash)s")
    elif result.state == Integrity.ANONYMISED:
        text = _("The time of keeping is up: names were removed, so the hash cannot be recomputed.")
    else:
        text = _(
            "The frozen entries no longer give the hash of the day they were frozen, but %(hash)s. "
            "The database was changed behind the platform: compare it with the backups."
        )
    return text % facts


@require_POST
@county_officer
def export(request: HttpRequest, roster_id: int) -> HttpResponse:
    """The entries that the filters show, as a workbook, for a stated purpose."""
    found = get_roster_for(request.user, roster_id)
    purpose = stated_purpose(request)
    if purpose is None:
        messages.error(request, _("Say for what the data are needed. It is recorded."))
        return redirect("cohorts:roster", roster_id)
    today = timezone.localdate()
    chosen = _filters(request.POST, found).chosen()
    entries: list[Entry] = list(
        search_entries(found, today=today, **chosen).prefetch_related("releases")
    )
    record_disclosure(
        actor=request.user,
        form=Disclosed.EXPORT,
        subject=found,
        what="roster.xlsx",
        count=len(entries),
        purpose=purpose,
    )
    disposition = {"Content-Disposition": f'attachment; filename="roster-{found.pk}.xlsx"'}
    content = roster_workbook(found, entries, today)
    return HttpResponse(content, content_type=XLSX, headers=disposition)


@county_officer
@never_cache
def codes(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Issues activation codes to those of a roster who must sit and have no login yet."""
    found = get_roster_for(request.user, roster_id)
    today = timezone.localdate()
    bound = with_release(found.entries.all(), begun_by=today, lasting_to=today)
    listed = Person.objects.filter(pk__in=bound.filter(release_kind="").values("person"))
    people = without_login(kept_rows(listed))
    now = timezone.now()
    if request.method == "POST" and people.exists():
        issued = issue_activation_codes(actor=request.user, people=people, now=now)
        return slips_page(request, issued, now)
    context = {"roster": found, "count": count_codes(people, now)}
    return render(request, "rosters/cohorts/codes.html", context)
