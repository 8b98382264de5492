"""Pages of the room. Rosters concern the whole county, and so must the officer's role."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.accounts.actions import issue_activation_codes
from rosters.accounts.queries import count_codes
from rosters.accounts.views import slips_page
from rosters.cohorts.access import get_entry_for, get_roster_for, rosters_for
from rosters.cohorts.actions import freeze_roster, release_entry, set_cohorts_since
from rosters.cohorts.forms import EntryFilter, NameForm, ReleaseForm, RosterForm, SinceForm
from rosters.cohorts.models import COHORT_CHOICES
from rosters.cohorts.queries import (
    current_release,
    preview_roster,
    release_counts,
    search_entries,
    with_release,
)
from rosters.cohorts.rules import CohortKind, ReleaseKind, fitting_release, roster_digest, tally
from rosters.people.models import Person
from rosters.people.rules import PersonStatus
from rosters.roles.access import roles_required
from rosters.roles.rules import Role
from rosters.units.models import Unit

PAGE = 50
county_officer = roles_required(Role.OFFICER, whole_county=True)


@county_officer
def roster_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(rosters_for(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "rosters/cohorts/list.html", {"page": page})


@county_officer
def freeze(request: HttpRequest) -> HttpResponse:
    """Counts who would be on a roster, and freezes exactly what was counted."""
    posted = request.method == "POST"
    usual = {"as_of": timezone.localdate().isoformat(), "kinds": list(CohortKind)}
    data = request.POST if posted else request.GET or usual
    choice, name = RosterForm(data), NameForm(request.POST if posted else None)
    if posted and choice.is_valid() and name.is_valid():
        counted = request.POST.get("counted", "")
        arguments = choice.cleaned_data | name.cleaned_data | {"counted": counted}
        roster = freeze_roster(actor=request.user, now=timezone.now(), **arguments)
        if not isinstance(roster, Refusal):
            return redirect("cohorts:roster", roster.pk)
        name.add_error("name", explain(roster))
    context = {
        "choice": choice,
        "kept": RosterForm(data, auto_id=False),
        "name": name,
        "since": SinceForm(),
        "preview": _preview(choice) if choice.is_valid() else None,
    }
    return render(request, "rosters/cohorts/freeze.html", context, status=422 if posted else 200)


def _preview(choice: RosterForm) -> dict[str, Any]:
    """The counts of a preview by kind of unit and cohort."""
    entries = preview_roster(**choice.cleaned_data)
    kinds = choice.cleaned_data["kinds"]
    lines = tally(entries, kinds)
    labels = dict(Unit._meta.get_field("kind").flatchoices) | {None: _("No unit")}
    return {
        "people": len(entries),
        "digest": roster_digest(entries),
        "cohorts": [dict(COHORT_CHOICES)[kind] for kind in kinds],
        "lines": [(labels[line.kind], line) for line in lines],
        "totals": [sum(column) for column in zip(*(line.by_cohort for line in lines), strict=True)],
        "without_unit": [entry for entry in entries if entry.unit_id is None],
        "on_leave": sum(entry.status == PersonStatus.LONG_LEAVE for entry in entries),
    }


@require_POST
@county_officer
def since(request: HttpRequest) -> HttpResponse:
    form = SinceForm(request.POST)
    if form.is_valid():
        set_cohorts_since(actor=request.user, since=form.changes())
        messages.success(
            request, _("The days are saved. They apply to rosters frozen from now on.")
        )
    else:
        messages.error(request, _("A day could not be read. Enter it as 2021-01-01."))
    return redirect("cohorts:freeze")


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
def entry(request: HttpRequest, roster_id: int, number: int) -> HttpResponse:
    """One person of a roster: why they are on it, and the decision to release them."""
    found = get_entry_for(request.user, roster_id, number)
    fitting = fitting_release(PersonStatus(found.person.status))
    form = ReleaseForm(request.POST or None, initial={"kind": fitting})
    if form.is_bound and form.is_valid():
        release = release_entry(
            actor=request.user, entry=found, now=timezone.now(), **form.cleaned_data
        )
        if not isinstance(release, Refusal):
            return redirect("cohorts:roster", roster_id)
        form.add_error(None, explain(release))
    today = timezone.localdate()
    context = {
        "entry": found,
        "release": current_release(found.pk, begun_by=today, lasting_to=today),
        "form": form,
        "fitting": fitting,
        "history": history(found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "rosters/cohorts/entry.html", context, status=status)


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
