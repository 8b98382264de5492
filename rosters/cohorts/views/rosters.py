"""Pages of one roster: its entries, and codes for those who have no login."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from rosters.accounts.actions import issue_activation_codes
from rosters.accounts.queries import count_codes
from rosters.accounts.views import slips_page
from rosters.cohorts.access import county_officer, get_roster_for
from rosters.cohorts.forms import EntryFilter
from rosters.cohorts.queries import release_counts, search_entries, with_release
from rosters.cohorts.rules import ReleaseKind
from rosters.people.models import Person
from rosters.units.models import Unit

PAGE = 50


@county_officer
def roster(request: HttpRequest, roster_id: int) -> HttpResponse:
    """The entries of a roster with their reasons, and who was released."""
    found = get_roster_for(request.user, roster_id)
    filters = EntryFilter(request.GET, Unit.objects.filter(entries__roster=found).distinct())
    today = timezone.localdate()
    entries = search_entries(found, today=today, **filters.chosen())
    released = release_counts(found, today)
    context = {
        "roster": found,
        "filters": filters,
        "filtered": bool(filters.chosen()),
        "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
        "must_sit": found.size - sum(released.values()),
        "released": [(kind.value, released.get(kind, 0)) for kind in ReleaseKind],
    }
    return render(request, "rosters/cohorts/roster.html", context)


@county_officer
@never_cache
def codes(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Issues activation codes to those of a roster who must sit and have no login yet."""
    found = get_roster_for(request.user, roster_id)
    today = timezone.localdate()
    bound = with_release(found.entries.all(), begun_by=today, lasting_to=today)
    people = Person.objects.filter(
        pk__in=bound.filter(release_kind="").values("person"), user=None
    ).distinct()
    now = timezone.now()
    if request.method == "POST" and people.exists():
        issued = issue_activation_codes(actor=request.user, people=people, now=now)
        return slips_page(request, issued, now)
    context = {"roster": found, "count": count_codes(people, now)}
    return render(request, "rosters/cohorts/codes.html", context)
