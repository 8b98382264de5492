"""Pages of one person on a roster, and of many whose status suggests a decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.cohorts.access import county_officer, get_entry_for, get_roster_for
from rosters.cohorts.actions.releases import release_entry, release_fitting
from rosters.cohorts.forms.releases import FittingForm, ReleaseForm
from rosters.cohorts.models import RELEASE_CHOICES, Entry
from rosters.cohorts.queries.releases import (
    current_release,
    has_namesake_entry,
    later_facts,
    listed_twice,
    releases_of,
    standing_release,
)
from rosters.cohorts.queries.requests import open_request
from rosters.cohorts.rules.releases import ReleaseKind, fitting_release
from rosters.people.models import STATUS_CHOICES
from rosters.people.rules import PersonStatus

PAGE = 50


@county_officer
def entry(request: HttpRequest, roster_id: int, number: int) -> HttpResponse:
    """One person of a roster: why they are on it, and every decision on their duty."""
    found = get_entry_for(request.user, roster_id, number)
    today = timezone.localdate()
    standing = standing_release(found.pk, today)
    fitting = _fitting(found)
    form = ReleaseForm(request.POST or None, released=bool(standing), initial={"kind": fitting})
    if form.is_bound and form.is_valid():
        release = release_entry(
            actor=request.user, entry=found, now=timezone.now(), **form.cleaned_data
        )
        if not isinstance(release, Refusal):
            return redirect("cohorts:entry", roster_id, number)
        form.add_error(None, explain(release))
    context = {
        "entry": found,
        "late": getattr(found, "late", None),
        "holding": current_release(found.pk, begun_by=today, lasting_to=today),
        "standing": standing,
        "releases": releases_of(found),
        "asked": open_request(found),
        "form": form,
        "fitting": fitting,
        "twice": has_namesake_entry(found, today),
        "history": history(found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "rosters/cohorts/entry.html", context, status=status)


def _fitting(entry: Entry) -> ReleaseKind | None:
    """What the status of the person behind an entry suggests; nothing once they are forgotten."""
    if entry.person is None:
        return None
    person = entry.person.merged_into or entry.person
    return fitting_release(PersonStatus(person.status))


@county_officer
def later(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Who was still there when the roster was frozen and is not now, to be decided together."""
    found = get_roster_for(request.user, roster_id)
    today = timezone.localdate()
    form = FittingForm(request.POST or None)
    ticked = [int(n) for n in request.POST.getlist("entry") if n.isdecimal() and len(n) < 10]
    if form.is_bound and form.is_valid():
        decided = release_fitting(
            actor=request.user,
            roster_id=found.pk,
            numbers=ticked,
            now=timezone.now(),
            **form.cleaned_data,
        )
        if not isinstance(decided, Refusal):
            messages.success(request, _told(decided))
            return redirect("cohorts:later", roster_id)
        form.add_error(None, explain(decided))
    page = Paginator(later_facts(found.pk, today), PAGE).get_page(request.GET.get("page"))
    context = {
        "roster": found,
        "form": form,
        "page": page,
        "rows": [_row(entry, ticked) for entry in page],
        "twice": listed_twice(found.pk, today),
    }
    status = 422 if form.is_bound else 200
    return render(request, "rosters/cohorts/later.html", context, status=status)


def _row(entry: Entry, ticked: list[int]) -> tuple[Entry, str, str, bool]:
    """(entry, status in words, fitting decision in words, whether it was ticked)."""
    labels, kinds = dict(STATUS_CHOICES), dict(RELEASE_CHOICES)
    status, kind = PersonStatus(entry.status), ReleaseKind(entry.kind)
    return entry, str(labels[status]), str(kinds[kind]), entry.number in ticked


def _told(decided: int) -> str:
    text = ngettext("%(n)s decision was recorded.", "%(n)s decisions were recorded.", decided)
    return text % {"n": decided}
