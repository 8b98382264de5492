"""Cards and hours of training of a person."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rosters.people.access import (
    get_credential_for,
    get_editable_person_for,
    get_training_for,
)
from rosters.people.actions import (
    add_credential,
    cancel_credential,
    edit_credential,
    remove_training,
    restore_credential,
    set_training,
)
from rosters.people.forms import CardForm, DayForm, TrainingForm
from rosters.people.views.asking import answered, ask
from rosters.roles.access import roles_required
from rosters.roles.rules import Role


@roles_required(Role.OFFICER)
def card_add(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_editable_person_for(request.user, person_id)
    form = CardForm(request.POST or None)
    return ask(
        request,
        person,
        form,
        lambda: add_credential(actor=request.user, person=person, facts=form.facts()),
        title=_("Add an enforcement card"),
        submit=_("Add the card"),
    )


@roles_required(Role.OFFICER)
def card_edit(request: HttpRequest, person_id: int, card_id: int) -> HttpResponse:
    card = get_credential_for(request.user, person_id, card_id)
    form = CardForm(request.POST or None, card=card)
    return ask(
        request,
        card.person,
        form,
        lambda: edit_credential(actor=request.user, credential=card, facts=form.facts()),
        title=_("Change a card"),
        submit=_("Save"),
        card=card,
        template="rosters/people/card.html",
    )


@roles_required(Role.OFFICER)
def card_cancel(request: HttpRequest, person_id: int, card_id: int) -> HttpResponse:
    card = get_credential_for(request.user, person_id, card_id)
    today = timezone.localdate()
    form = DayForm(request.POST or None, today=today)
    return ask(
        request,
        card.person,
        form,
        lambda: cancel_credential(
            actor=request.user, credential=card, cancelled_on=form.cleaned_data["day"], today=today
        ),
        title=_("Cancel a card"),
        submit=_("Cancel the card"),
        note=_("Card %(number)s stays on file as cancelled.") % {"number": card.number},
    )


@require_POST
@roles_required(Role.OFFICER)
def card_restore(request: HttpRequest, person_id: int, card_id: int) -> HttpResponse:
    card = get_credential_for(request.user, person_id, card_id)
    return answered(request, card.person, restore_credential(actor=request.user, credential=card))


@roles_required(Role.OFFICER)
def training_add(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_editable_person_for(request.user, person_id)
    form = TrainingForm(request.POST or None, this_year=timezone.localdate().year)
    return ask(
        request,
        person,
        form,
        lambda: set_training(actor=request.user, person=person, **form.cleaned_data),
        title=_("Record hours of training"),
        submit=_("Record the hours"),
    )


@require_POST
@roles_required(Role.OFFICER)
def training_remove(request: HttpRequest, person_id: int, training_id: int) -> HttpResponse:
    training = get_training_for(request.user, person_id, training_id)
    remove_training(actor=request.user, training=training)
    return answered(request, training.person, None)
