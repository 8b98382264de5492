"""Pages of the room: how long exams are kept, and what is held about one person."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.access import get_exam_for
from quiz.privacy.access import get_own_person
from quiz.privacy.actions import purge_exam, set_retention
from quiz.privacy.dossier import load_dossier
from quiz.privacy.forgetting import forgettings
from quiz.privacy.forms import RetentionForm
from quiz.privacy.queries import load_kept_exams
from quiz.privacy.rules import Keeping
from quiz.privacy.workbook import dossier_workbook
from rosters.accounts.notices import current_notice
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed, Purpose
from rosters.people.access import get_person_for
from rosters.people.models import Person
from rosters.people.queries import canonical
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
county_officer = roles_required(Role.OFFICER, whole_county=True)


@county_officer
@require_safe
def retention_list(request: HttpRequest) -> HttpResponse:
    """Every exam: published when, kept until when, forgotten or not."""
    kept = load_kept_exams(timezone.localdate())
    state = request.GET.get("state", "")
    found = [one for one in kept if not state or one.state == state]
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "states": list(Keeping),
        "state": state,
        "usual": settings.RETENTION_MONTHS,
        "notice": current_notice(),
    }
    return render(request, "quiz/privacy/list.html", context)


@county_officer
def retention(request: HttpRequest, exam_id: int) -> HttpResponse:
    """How long one exam is kept, and what would be forgotten."""
    exam = get_exam_for(request.user, exam_id)
    kept = load_kept_exams(timezone.localdate(), exam)[0]
    begun = {"months": kept.term.months, "basis": kept.basis}
    form = RetentionForm(request.POST or None, initial=begun)
    if form.is_bound and form.is_valid():
        kept_for = set_retention(actor=request.user, exam=exam, **form.cleaned_data)
        if not isinstance(kept_for, Refusal):
            messages.success(request, _("The time of keeping is saved."))
            return redirect("privacy:exam", exam.pk)
        form.add_error(None, explain(kept_for))
    personal = [] if kept.state == Keeping.FORGOTTEN else forgettings(exam)
    context = {
        "kept": kept,
        "form": form,
        "usual": settings.RETENTION_MONTHS,
        "counts": [(each.name, each.count()) for each in personal],
        "purge": getattr(kept.exam, "purge", None),
    }
    status = 422 if form.is_bound else 200
    return render(request, "quiz/privacy/exam.html", context, status=status)


@county_officer
@require_POST
def purge(request: HttpRequest, exam_id: int) -> HttpResponse:
    exam = get_exam_for(request.user, exam_id)
    purged = purge_exam(actor=request.user, exam=exam, now=timezone.now())
    if isinstance(purged, Refusal):
        messages.error(request, explain(purged))
    else:
        text = _("“%(exam)s” is anonymous now. The figures are kept.")
        messages.success(request, text % {"exam": exam.title})
    return redirect("privacy:exam", exam.pk)


@county_officer
@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """What is held about one person, table by table, and the way to hand it out."""
    found = canonical(get_person_for(request.user, person_id))
    context = {"person": found, "sheets": load_dossier(found), "own": False}
    return render(request, "quiz/privacy/person.html", context)


@county_officer
@require_POST
def person_workbook(request: HttpRequest, person_id: int) -> HttpResponse:
    """The copy that somebody asked the office for."""
    found = canonical(get_person_for(request.user, person_id))
    if stated_purpose(request) != Purpose.REQUEST:
        messages.error(request, explain(Refusal("privacy.not_asked_for", {"name": found.name})))
        return redirect("privacy:person", found.pk)
    return _hand_out(request, found)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is held about the reader."""
    own = get_own_person(request.user)
    context = {"person": own, "sheets": load_dossier(own), "own": True}
    return render(request, "quiz/privacy/person.html", context)


@login_required
@require_POST
def my_workbook(request: HttpRequest) -> HttpResponse:
    return _hand_out(request, get_own_person(request.user))


def _hand_out(request: HttpRequest, found: Person) -> HttpResponse:
    """The workbook about a person, recorded before it goes."""
    now = timezone.now()
    content = dossier_workbook(load_dossier(found), name=found.name, now=now)
    record_disclosure(
        actor=request.user,
        form=Disclosed.EXPORT,
        subject=found,
        what="dossier.xlsx",
        count=1,
        purpose=Purpose.REQUEST,
    )
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="person-{found.pk}.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response
