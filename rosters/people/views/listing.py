"""The list of people, found by filters and by number, and taken out as a workbook."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed
from rosters.people.access import merged_away_for, people_for
from rosters.people.forms import IdentityForm, PeopleFilter
from rosters.people.models import Person
from rosters.people.queries import (
    canonical,
    find_by_identity_number,
    in_order,
    load_listed,
    search_people,
)
from rosters.people.workbook import people_workbook
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role
from rosters.units.access import units_for

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@roles_required(Role.OFFICER)
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody on file, found by name, phone, unit and what is on file about them."""
    filters, found = _asked(request, request.GET)
    page = Paginator(in_order(found, filters.order), PAGE).get_page(request.GET.get("page"))
    page.object_list = load_listed(list(page.object_list))
    context = {
        "filters": filters,
        "filtered": bool(filters.chosen()) or filters.merged_away,
        "page": page,
        "identity": IdentityForm(),
        "asked": [(name, value) for name, value in request.GET.items() if value],
        "whole_county": has_county_role(request.user, Role.OFFICER),
    }
    return render(request, "rosters/people/list.html", context)


def _asked(request: HttpRequest, data: QueryDict) -> tuple[PeopleFilter, QuerySet[Person]]:
    """The filters of an address and the people that they leave."""
    whole_county = has_county_role(request.user, Role.OFFICER)
    units = units_for(request.user, Role.OFFICER)
    filters = PeopleFilter(data, units, whole_county=whole_county)
    chosen = filters.chosen()
    people = people_for(request.user, Role.OFFICER)
    if filters.merged_away:
        people = merged_away_for(request.user)
    return filters, search_people(people, **chosen)


@require_POST
@roles_required(Role.OFFICER)
@never_cache
def person_export(request: HttpRequest) -> HttpResponse:
    """Exactly the people that the list shows, with their numbers masked, for a stated purpose."""
    purpose = stated_purpose(request)
    filters, found = _asked(request, request.POST)
    if purpose is None:
        messages.error(request, _("Say for what the data are needed. It is recorded."))
        return redirect("people:list")
    content, count = people_workbook(list(in_order(found, filters.order)))
    record_disclosure(
        actor=request.user,
        form=Disclosed.EXPORT,
        subject=filters.chosen().get("unit") or request.user,
        what="people_list.xlsx",
        count=count,
        purpose=purpose,
    )
    response = HttpResponse(content, content_type=XLSX)
    name = f"people-{timezone.localdate():%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@roles_required(Role.OFFICER)
def person_find(request: HttpRequest) -> HttpResponse:
    """Goes to the person who bears an identity number, also to who it was merged into."""
    form = IdentityForm(request.POST)
    if form.is_valid():
        bearer = find_by_identity_number(Person.objects.all(), form.cleaned_data["number"])
        person = canonical(bearer) if bearer else None
        if person and people_for(request.user, Role.OFFICER).filter(pk=person.pk).exists():
            return redirect("people:detail", person.pk)
    messages.warning(request, _("Nobody on file bears this identity number. Check its digits."))
    return redirect("people:list")
