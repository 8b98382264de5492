"""Pages of the room."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.queries import history
from rosters.people.access import get_person_for, people_for
from rosters.people.forms import IdentityForm, PeopleFilter
from rosters.people.queries import (
    appointments,
    find_by_identity_number,
    search_people,
    with_postings,
)
from rosters.roles.access import roles_required
from rosters.roles.rules import Role
from rosters.units.access import units_for

PAGE = 50


@roles_required(Role.OFFICER)
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody on file, found by name, phone, unit and what is on file about them."""
    filters = PeopleFilter(request.GET, units_for(request.user, Role.OFFICER))
    found = search_people(people_for(request.user, Role.OFFICER), **filters.chosen())
    page = Paginator(with_postings(found), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "rosters/people/list.html",
        {
            "filters": filters,
            "filtered": bool(filters.chosen()),
            "page": page,
            "identity": IdentityForm(),
        },
    )


@require_POST
@roles_required(Role.OFFICER)
def person_find(request: HttpRequest) -> HttpResponse:
    """Goes to the person who bears an identity number."""
    form = IdentityForm(request.POST)
    people = people_for(request.user, Role.OFFICER)
    if form.is_valid():
        person = find_by_identity_number(people, form.cleaned_data["number"])
        if person:
            return redirect("people:detail", person.pk)
    messages.warning(request, _("Nobody on file bears this identity number. Check its digits."))
    return redirect("people:list")


@roles_required(Role.OFFICER)
def person_detail(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_person_for(request.user, person_id)
    context = {
        "person": person,
        "appointments": appointments(person),
        "credentials": person.credentials.order_by(F("valid_to").desc(nulls_last=True), "pk"),
        "recruitment": getattr(person, "recruitment", None),
        "history": history(person),
    }
    return render(request, "rosters/people/detail.html", context)
