"""Pages of the room."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from questionbank.syllabus import actions
from questionbank.syllabus.access import can_prepare, get_syllabus_for, syllabuses_for
from questionbank.syllabus.documents import handbook_pdf, list_pdf
from questionbank.syllabus.forms import NewSyllabusForm, SyllabusForm
from questionbank.syllabus.models import Syllabus
from questionbank.syllabus.queries import digest_of, shown_lines
from questionbank.syllabus.rules import SyllabusState
from questionbank.syllabus.word import handbook_docx, list_docx
from rosters.cohorts.rules import CohortKind
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
officer = roles_required(Role.OFFICER, whole_county=True)


@login_required
@require_safe
def syllabus_list(request: HttpRequest) -> HttpResponse:
    lists = syllabuses_for(request.user)
    page = Paginator(lists, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "prepares": can_prepare(request.user)}
    return render(request, "questionbank/syllabus/list.html", context)


@officer
def syllabus_new(request: HttpRequest) -> HttpResponse:
    form = NewSyllabusForm(request.POST or None)
    if form.is_bound and form.is_valid():
        draft = actions.begin_syllabus(
            actor=request.user,
            cohort=CohortKind(form.cleaned_data["cohort"]),
            title=form.cleaned_data["title"],
        )
        if isinstance(draft, Syllabus):
            return redirect("syllabus:edit", draft.pk)
        form.add_error("cohort", explain(draft))
    status = 422 if form.is_bound else 200
    return render(request, "questionbank/syllabus/new.html", {"form": form}, status=status)


@login_required
@require_safe
def syllabus_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with the text in force, and for officers what the bank asks about each line."""
    syllabus = get_syllabus_for(request.user, pk)
    prepares = can_prepare(request.user)
    context = {
        "syllabus": syllabus,
        "lines": shown_lines(syllabus, timezone.localdate(), with_questions=prepares),
        "prepares": prepares,
        "seen": digest_of(syllabus),
    }
    return render(request, "questionbank/syllabus/detail.html", context)


@officer
def syllabus_edit(request: HttpRequest, pk: int) -> HttpResponse:
    syllabus = get_syllabus_for(request.user, pk)
    if syllabus.state == SyllabusState.ISSUED:
        messages.error(request, explain(Refusal("syllabus.issued", {"title": syllabus.title})))
        return redirect("syllabus:detail", pk)
    form = SyllabusForm(syllabus, request.POST or None)
    if form.is_bound and form.is_valid():
        refusal = _save(request, syllabus, form)
        if refusal is None or refusal.code != "syllabus.stale":
            return _answer(request, refusal, _("The list is saved."), "syllabus:detail", pk)
        form.add_error(None, explain(refusal))
        form.see(get_syllabus_for(request.user, pk))
    context = {"syllabus": syllabus, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "questionbank/syllabus/edit.html", context, status=status)


def _save(request: HttpRequest, syllabus: Syllabus, form: SyllabusForm) -> Refusal | None:
    said = form.cleaned_data
    return actions.save_syllabus(
        actor=request.user,
        syllabus=syllabus,
        seen=said["seen"],
        title=said["title"],
        items=form.items(),
    )


@officer
@require_POST
def syllabus_issue(request: HttpRequest, pk: int) -> HttpResponse:
    syllabus = get_syllabus_for(request.user, pk)
    seen = request.POST.get("seen", "")
    refusal = actions.issue_syllabus(
        actor=request.user, syllabus=syllabus, seen=seen, now=timezone.now()
    )
    return _answer(request, refusal, _("The list is issued."), "syllabus:detail", pk)


@officer
@require_POST
def syllabus_discard(request: HttpRequest, pk: int) -> HttpResponse:
    syllabus = get_syllabus_for(request.user, pk)
    refusal = actions.discard_syllabus(actor=request.user, syllabus=syllabus)
    return _answer(request, refusal, _("The draft is thrown away."), "syllabus:list")


def _answer(
    request: HttpRequest, refusal: Refusal | None, done: str, page: str, *arguments: int
) -> HttpResponse:
    if refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, done)
    return redirect(page, *arguments)


@login_required
@require_safe
def syllabus_print(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The list itself, for everybody who may read it."""
    syllabus = get_syllabus_for(request.user, pk)
    lines = shown_lines(syllabus, timezone.localdate(), with_questions=False)
    write = list_docx if form == "docx" else list_pdf
    return _file(request, syllabus, write(syllabus, lines), f"{syllabus.title}.{form}")


@officer
@require_safe
def syllabus_handbook(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Articles and questions of the list, with the keys when `keys` is asked for."""
    syllabus = get_syllabus_for(request.user, pk)
    lines = shown_lines(syllabus, timezone.localdate())
    write = handbook_docx if form == "docx" else handbook_pdf
    content = write(syllabus, lines, keys="keys" in request.GET)
    name = _("%(title)s (study handbook)") % {"title": syllabus.title}
    return _file(request, syllabus, content, f"{name}.{form}")


def _file(
    request: HttpRequest, syllabus: Syllabus, content: bytes | Refusal, filename: str
) -> HttpResponse:
    if isinstance(content, Refusal):
        messages.error(request, explain(content))
        return redirect("syllabus:detail", syllabus.pk)
    return FileResponse(BytesIO(content), as_attachment=True, filename=filename)
