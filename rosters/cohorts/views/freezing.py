"""Pages that list, count and freeze rosters."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.rules import Refusal
from audit.wording import explain
from rosters.cohorts.access import county_officer, rosters_for
from rosters.cohorts.actions import freeze_roster
from rosters.cohorts.forms import NameForm, RosterForm
from rosters.cohorts.queries import active_cohorts, preview_roster
from rosters.cohorts.rules import Rule, count_digest, rule_words, tally
from rosters.people.rules import PersonStatus
from rosters.units.models import Unit

PAGE = 50


@county_officer
def roster_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(rosters_for(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "rosters/cohorts/list.html", {"page": page})


@county_officer
def freeze(request: HttpRequest) -> HttpResponse:
    """Counts who would be on a roster, and freezes exactly what was counted."""
    posted = request.method == "POST"
    usual = {"as_of": timezone.localdate().isoformat(), "cohorts": list(active_cohorts())}
    usual["cohorts"] = [cohort.pk for cohort in usual["cohorts"]]
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
        "preview": _preview(choice) if choice.is_valid() else None,
    }
    return render(request, "rosters/cohorts/freeze.html", context, status=422 if posted else 200)


def _preview(choice: RosterForm) -> dict[str, Any]:
    """The counts of a preview by kind of unit and cohort."""
    cohorts = list(choice.cleaned_data["cohorts"])
    rules = [Rule.from_json(cohort.rule) for cohort in cohorts]
    entries = preview_roster(choice.cleaned_data["as_of"], cohorts)
    lines = tally(entries, [cohort.name for cohort in cohorts])
    labels = dict(Unit._meta.get_field("kind").flatchoices) | {None: _("No unit")}
    return {
        "people": len(entries),
        "digest": count_digest(entries, rules),
        "cohorts": list(zip(cohorts, map(rule_words, rules), strict=True)),
        "lines": [(labels[line.kind], line) for line in lines],
        "totals": [sum(column) for column in zip(*(line.by_cohort for line in lines), strict=True)],
        "without_unit": [entry for entry in entries if entry.unit_id is None],
        "on_leave": sum(entry.status == PersonStatus.LONG_LEAVE for entry in entries),
        "exempt": sum(entry.exempt for entry in entries),
    }
