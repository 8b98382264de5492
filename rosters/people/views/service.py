"""Statuses and postings of a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rosters.people.access import (
    get_editable_person_for,
    get_posting_for,
    get_status_change_for,
    homes_for,
)
from rosters.people.actions import (
    add_posting,
    edit_posting,
    end_posting,
    make_primary,
    record_status,
    remove_posting,
    remove_status,
    reopen_posting,
    transfer_person,
)
from rosters.people.forms import (
    DayForm,
    NewPostingForm,
    PostingForm,
    StatusForm,
    TransferForm,
)
from rosters.people.views.asking import answered, ask
from rosters.roles.access import roles_required
from rosters.roles.rules import Role


@roles_required(Role.OFFICER)
def status_add(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_editable_person_for(request.user, person_id)
    form = StatusForm(request.POST or None, initial={"since": timezone.localdate()})
    return ask(
        request,
        person,
        form,
        lambda: record_status(
            actor=request.user, person=person, now=timezone.now(), **form.cleaned_data
        ),
        title=_("Record a status"),
        submit=_("Record the status"),
        note=_(
            "Postings stay open: the status alone says whether somebody serves, and the posting "
            "where they last did."
        ),
    )


@require_POST
@roles_required(Role.OFFICER)
def status_remove(request: HttpRequest, person_id: int, change_id: int) -> HttpResponse:
    change = get_status_change_for(request.user, person_id, change_id)
    remove_status(actor=request.user, change=change, now=timezone.now())
    return answered(request, change.person, None)


@roles_required(Role.OFFICER)
def posting_add(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_editable_person_for(request.user, person_id)
    form = NewPostingForm(request.POST or None, units=homes_for(request.user))
    return ask(
        request,
        person,
        form,
        lambda: add_posting(
            actor=request.user,
            person=person,
            facts=form.facts(),
            primary=form.cleaned_data["primary"],
        ),
        title=_("Add a posting"),
        submit=_("Add the posting"),
    )


@roles_required(Role.OFFICER)
def posting_edit(request: HttpRequest, person_id: int, posting_id: int) -> HttpResponse:
    posting = get_posting_for(request.user, person_id, posting_id)
    form = PostingForm(request.POST or None, units=homes_for(request.user), posting=posting)
    return ask(
        request,
        posting.person,
        form,
        lambda: edit_posting(actor=request.user, posting=posting, facts=form.facts()),
        title=_("Change a posting"),
        submit=_("Save"),
        note=_("Only to put right what was recorded. Who moved to another unit is transferred."),
        posting=posting,
        template="rosters/people/posting.html",
    )


@roles_required(Role.OFFICER)
def posting_transfer(request: HttpRequest, person_id: int, posting_id: int) -> HttpResponse:
    posting = get_posting_for(request.user, person_id, posting_id)
    form = TransferForm(request.POST or None, units=homes_for(request.user), posting=posting)
    return ask(
        request,
        posting.person,
        form,
        lambda: transfer_person(
            actor=request.user,
            posting=posting,
            facts=form.facts(),
            day=form.cleaned_data["day"],
            today=timezone.localdate(),
        ),
        title=_("Transfer within the county"),
        submit=_("Transfer"),
        note=_("The posting in %(unit)s ends on the day, and the new one begins on it.")
        % {"unit": posting.unit},
    )


@roles_required(Role.OFFICER)
def posting_end(request: HttpRequest, person_id: int, posting_id: int) -> HttpResponse:
    posting = get_posting_for(request.user, person_id, posting_id)
    today = timezone.localdate()
    form = DayForm(request.POST or None, today=today)
    return ask(
        request,
        posting.person,
        form,
        lambda: end_posting(
            actor=request.user, posting=posting, ended_on=form.cleaned_data["day"], today=today
        ),
        title=_("End a posting"),
        submit=_("End the posting"),
        note=_("The posting in %(unit)s stays on file as one that ended.") % {"unit": posting.unit},
    )


def _press(request: HttpRequest, person_id: int, posting_id: int, act: Any) -> HttpResponse:
    posting = get_posting_for(request.user, person_id, posting_id)
    return answered(request, posting.person, act(actor=request.user, posting=posting))


@require_POST
@roles_required(Role.OFFICER)
def posting_reopen(request: HttpRequest, person_id: int, posting_id: int) -> HttpResponse:
    return _press(request, person_id, posting_id, reopen_posting)


@require_POST
@roles_required(Role.OFFICER)
def posting_primary(request: HttpRequest, person_id: int, posting_id: int) -> HttpResponse:
    return _press(request, person_id, posting_id, make_primary)


@require_POST
@roles_required(Role.OFFICER)
def posting_remove(request: HttpRequest, person_id: int, posting_id: int) -> HttpResponse:
    return _press(request, person_id, posting_id, remove_posting)
