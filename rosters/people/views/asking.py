"""One form, one action, back to the person's page: what most pages of the room do."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from audit.rules import Refusal
from audit.wording import explain
from rosters.people.models import Person

_FIELDS = {
    "people.number_format": "number",
    "people.number_checksum": "number",
    "people.number_birth": "number",
    "people.number_of_other_kind": "number",
    "people.number_taken": "number",
    "people.number_elsewhere": "number",
    "people.birth_differs": "born_on",
    "people.sex_differs": "sex",
    "people.card_taken": "number",
    "people.card_elsewhere": "number",
    "people.unit_dissolved": "unit",
    "people.serves_there": "unit",
    "people.transfer_nowhere": "unit",
    "people.status_known": "since",
    "people.end_before_begin": "day",
    "people.end_to_come": "day",
    "people.cancel_to_come": "day",
    "people.cancel_before_issue": "day",
    "people.basis_missing": "basis",
    "people.probation_before_hiring": "probation_until",
}


def ask(
    request: HttpRequest,
    person: Person,
    form: BaseForm,
    act: Callable[[], Any],
    template: str = "rosters/people/form.html",
    **context: Any,
) -> HttpResponse:
    """Shows a form; once it is valid acts, and returns to the person unless refused."""
    if form.is_bound and form.is_valid():
        result = act()
        if not isinstance(result, Refusal):
            return redirect("people:detail", person.pk)
        put_refusal(form, result)
    status = 422 if form.is_bound else 200
    context = {"person": person, "form": form} | context
    return render(request, template, context, status=status)


def put_refusal(form: BaseForm, refusal: Refusal) -> None:
    """The refusal beside the field that it is about, or above the form."""
    field = _FIELDS.get(refusal.code)
    form.add_error(field if field in form.fields else None, explain(refusal))


def answered(request: HttpRequest, person: Person, result: Any) -> HttpResponse:
    """Back to the person's page after a press of a button, with the refusal if there was one."""
    if isinstance(result, Refusal):
        messages.error(request, explain(result))
    return redirect("people:detail", person.pk)
