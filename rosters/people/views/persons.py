"""The page of one person, adding and changing one, and showing a number in full."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.disclosure.forms import stated_purpose
from rosters.people.access import (
    get_editable_person_for,
    get_person_for,
    homes_for,
)
from rosters.people.actions import (
    Revealed,
    add_person,
    add_posting,
    edit_person,
    remove_recruitment,
    reveal_person,
    set_recruitment,
)
from rosters.people.forms import FirstPostingForm, PersonForm, RecruitmentForm
from rosters.people.models import Person
from rosters.people.queries import appointments, canonical, cards, merges_of, statuses
from rosters.people.views.asking import answered, ask, put_refusal
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role


@roles_required(Role.OFFICER)
def person_detail(request: HttpRequest, person_id: int) -> HttpResponse:
    return _detail(request, get_person_for(request.user, person_id))


def _detail(
    request: HttpRequest, person: Person, shown: Revealed | None = None, **response: Any
) -> HttpResponse:
    context = {
        "person": person,
        "shown": shown,
        "canonical": canonical(person),
        "appointments": appointments(person),
        "statuses": statuses(person, timezone.localdate()),
        "credentials": cards(person),
        "trainings": person.trainings.all(),
        "recruitment": getattr(person, "recruitment", None),
        "merges": merges_of(person),
        "homes": set(homes_for(request.user).values_list("pk", flat=True)),
        "whole_county": has_county_role(request.user, Role.OFFICER),
        "history": history(person),
    }
    return render(request, "rosters/people/detail.html", context, **response)


@require_POST
@roles_required(Role.OFFICER)
@never_cache
def person_reveal(request: HttpRequest, person_id: int) -> HttpResponse:
    """Shows number and phone in full, this once, for a stated purpose."""
    person = get_person_for(request.user, person_id)
    purpose = stated_purpose(request)
    if purpose is None:
        messages.error(request, _("Say for what the data are needed. It is recorded."))
        return _detail(request, person, status=422)
    shown = reveal_person(actor=request.user, person=person, purpose=purpose)
    if isinstance(shown, Refusal):
        messages.error(request, explain(shown))
        return redirect("people:detail", person.pk)
    return _detail(request, person, shown)


@sensitive_post_parameters("number")
@roles_required(Role.OFFICER)
def person_add(request: HttpRequest) -> HttpResponse:
    """Somebody new, with the posting by which an officer of one unit sees them again."""
    whole_county = has_county_role(request.user, Role.OFFICER)
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data)
    posting = FirstPostingForm(data, units=homes_for(request.user), required=not whole_county)
    if form.is_bound and form.is_valid() and posting.is_valid():
        person = _add(request, form, posting)
        if not isinstance(person, Refusal):
            return redirect("people:detail", person.pk)
        put_refusal(form, person)
    context = {"form": form, "posting": posting}
    status = 422 if form.is_bound else 200
    return render(request, "rosters/people/add.html", context, status=status)


@transaction.atomic
def _add(request: HttpRequest, form: PersonForm, posting: FirstPostingForm) -> Person | Refusal:
    """Person and first posting together or not at all."""
    person = add_person(actor=request.user, facts=form.facts(), now=timezone.now())
    if isinstance(person, Refusal) or not posting.cleaned_data["unit"]:
        return person
    begun = add_posting(actor=request.user, person=person, facts=posting.facts())
    if isinstance(begun, Refusal):
        transaction.set_rollback(True)
        return begun
    return person


@sensitive_post_parameters("number")
@roles_required(Role.OFFICER)
def person_edit(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_editable_person_for(request.user, person_id)
    form = PersonForm(request.POST or None, person=person)
    return ask(
        request,
        person,
        form,
        lambda: edit_person(
            actor=request.user, person=person, facts=form.facts(), now=timezone.now()
        ),
        title=_("Change what is on file"),
        submit=_("Save"),
    )


@roles_required(Role.OFFICER)
def recruitment_edit(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_editable_person_for(request.user, person_id)
    form = RecruitmentForm(request.POST or None, recruitment=getattr(person, "recruitment", None))
    return ask(
        request,
        person,
        form,
        lambda: set_recruitment(actor=request.user, person=person, **form.cleaned_data),
        title=_("First recruitment"),
        submit=_("Save"),
    )


@require_POST
@roles_required(Role.OFFICER)
def recruitment_remove(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_editable_person_for(request.user, person_id)
    return answered(request, person, remove_recruitment(actor=request.user, person=person))
