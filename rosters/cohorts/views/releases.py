"""Pages of one person on a roster."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.cohorts.access import county_officer, get_entry_for
from rosters.cohorts.actions import release_entry
from rosters.cohorts.forms import ReleaseForm
from rosters.cohorts.queries import current_release
from rosters.cohorts.rules import fitting_release
from rosters.people.rules import PersonStatus


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
