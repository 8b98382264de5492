"""The page on which somebody is added to a frozen roster."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.rules import Refusal
from audit.wording import explain
from rosters.cohorts.access import county_officer, get_roster_for
from rosters.cohorts.actions.late import add_late_arrival
from rosters.cohorts.forms.releases import LateForm
from rosters.cohorts.models import Roster
from rosters.cohorts.queries.late import people_to_add
from rosters.people.models import Person


@county_officer
def late(request: HttpRequest, roster_id: int) -> HttpResponse:
    """First whom, found by name; then why and since when."""
    found = get_roster_for(request.user, roster_id)
    person = _chosen(request)
    form = LateForm(request.POST or None, initial={"arrived_on": timezone.localdate()})
    if person and form.is_bound and form.is_valid():
        entry = add_late_arrival(
            actor=request.user,
            roster=found,
            person=person,
            now=timezone.now(),
            **form.cleaned_data,
        )
        if not isinstance(entry, Refusal):
            messages.success(request, _told(found, entry.number))
            return redirect("cohorts:entry", roster_id, entry.number)
        form.add_error(None, explain(entry))
    name = request.GET.get("q", "").strip()
    context = {
        "roster": found,
        "person": person,
        "form": form,
        "name": name,
        "people": people_to_add(found, name) if name and not person else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "rosters/cohorts/late.html", context, status=status)


def _chosen(request: HttpRequest) -> Person | None:
    """The person that the address names."""
    key = request.GET.get("person", "")
    people = Person.objects.filter(merged_into=None).defer("id_sealed")
    return people.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None


def _told(roster: Roster, number: int) -> str:
    text = _("Added to “%(roster)s” as number %(number)s. The frozen entries stay as they are.")
    return text % {"roster": roster.name, "number": number}
