"""Bulletins of an exam: their list, drafting, issuing, and the documents."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from quiz.coverage.bulletins import actions
from quiz.coverage.bulletins.access import (
    READERS,
    bulletins_for,
    get_bulletin_exam,
    get_bulletin_for,
    may_write,
)
from quiz.coverage.bulletins.documents import bulletin_pdf
from quiz.coverage.bulletins.forms import BulletinForm, FillForm, IssueForm, RefillForm
from quiz.coverage.bulletins.rules import tables_of
from quiz.coverage.bulletins.sheet import lay_out
from quiz.coverage.bulletins.word import bulletin_docx
from quiz.coverage.models import Bulletin
from quiz.results.queries import publication_of
from rosters.disclosure.actions import record_disclosure
from rosters.disclosure.forms import stated_purpose
from rosters.disclosure.rules import Disclosed
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50
readers = roles_required(*READERS, whole_county=True)
officers = roles_required(Role.OFFICER, whole_county=True)


@readers
@require_safe
def bulletins(request: HttpRequest, exam_id: int) -> HttpResponse:
    exam = get_bulletin_exam(request.user, exam_id)
    found = bulletins_for(request.user).filter(exam=exam).defer("body", "figures")
    context = {
        "exam": exam,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "writes": may_write(request.user),
        "form": FillForm(),
        "published": publication_of(exam) is not None,
    }
    return render(request, "quiz/coverage/bulletins.html", context)


@officers
@require_POST
def draft(request: HttpRequest, exam_id: int) -> HttpResponse:
    exam = get_bulletin_exam(request.user, exam_id)
    form = FillForm(request.POST)
    form.is_valid()
    names = form.cleaned_data["names"]
    drafted = actions.draft_bulletin(actor=request.user, exam=exam, names=names, now=timezone.now())
    messages.success(request, _("The bulletin is drafted. Read it and edit its text."))
    return redirect("coverage:bulletin", drafted.pk)


def _standing(bulletin: Bulletin) -> dict[str, Any]:
    """What a page about a bulletin says of where it stands."""
    now = timezone.now()
    return {
        "bulletin": bulletin,
        "exam": bulletin.exam,
        "published": publication_of(bulletin.exam) is not None,
        "changed": bulletin.issued_at is None and actions.figures_changed(bulletin, now),
    }


@readers
@require_safe
def bulletin(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """The bulletin as it reads, and for officers what is next."""
    found = get_bulletin_for(request.user, bulletin_id)
    told = {"names": found.figures["names"] is not None, "seen": actions.digest_of(found)}
    context = _standing(found) | {
        "sheet": lay_out(found),
        "writes": may_write(request.user),
        "refill": RefillForm(initial=told),
    }
    return render(request, "quiz/coverage/bulletin.html", context)


@officers
def edit(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    found = get_bulletin_for(request.user, bulletin_id)
    if found.issued_at:
        messages.error(request, explain(Refusal("bulletins.issued", {"title": found.title})))
        return redirect("coverage:bulletin", bulletin_id)
    form = BulletinForm(request.POST or None, found)
    if form.is_bound and form.is_valid():
        saved = actions.save_bulletin(
            actor=request.user,
            bulletin=found,
            seen=form.cleaned_data["seen"],
            texts=form.texts(),
        )
        if not isinstance(saved, Refusal):
            messages.success(request, _("The bulletin is saved."))
            return redirect("coverage:bulletin", bulletin_id)
        form.add_error(None, explain(saved))
    status = 422 if form.is_bound else 200
    context = {"bulletin": found, "exam": found.exam, "form": form}
    context["tables"] = tables_of(found.figures)
    return render(request, "quiz/coverage/bulletin_edit.html", context, status=status)


@officers
@require_POST
def fill(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Takes the figures of now, and the text that says them if that is wanted."""
    found = get_bulletin_for(request.user, bulletin_id)
    form = RefillForm(request.POST)
    if form.is_valid():
        done = actions.fill_bulletin(
            actor=request.user, bulletin=found, now=timezone.now(), **form.cleaned_data
        )
        told = explain(done) if isinstance(done, Refusal) else _("The new figures are taken.")
        level = messages.ERROR if isinstance(done, Refusal) else messages.SUCCESS
        messages.add_message(request, level, told)
    return redirect("coverage:bulletin", bulletin_id)


@officers
def issue(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Says what issuing means; issues when confirmed."""
    found = get_bulletin_for(request.user, bulletin_id)
    now = timezone.now()
    told = {"seen": actions.digest_of(found), "day": timezone.localdate(now)}
    form = IssueForm(request.POST or None, initial=told)
    if form.is_bound and form.is_valid():
        done = actions.issue_bulletin(
            actor=request.user, bulletin=found, now=now, **form.cleaned_data
        )
        if not isinstance(done, Refusal):
            messages.success(request, _("The bulletin is issued."))
            return redirect("coverage:bulletin", bulletin_id)
        form.add_error(None, explain(done))
    status = 422 if form.is_bound else 200
    context = _standing(found) | {"form": form}
    return render(request, "quiz/coverage/bulletin_issue.html", context, status=status)


@officers
@require_POST
def discard(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    found = get_bulletin_for(request.user, bulletin_id)
    exam_id = found.exam_id
    refusal = actions.discard_bulletin(actor=request.user, bulletin=found)
    if refusal:
        messages.error(request, explain(refusal))
        return redirect("coverage:bulletin", bulletin_id)
    messages.success(request, _("The draft is thrown away."))
    return redirect("coverage:bulletins", exam_id)


@readers
@require_POST
def pdf(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    return _handed_out(request, bulletin_id, bulletin_pdf, "pdf")


@readers
@require_POST
def docx(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    return _handed_out(request, bulletin_id, bulletin_docx, "docx")


def _handed_out(
    request: HttpRequest, bulletin_id: int, made: Callable[[Bulletin], bytes | Refusal], end: str
) -> HttpResponse:
    """The document, once it is made and its purpose is recorded."""
    found = get_bulletin_for(request.user, bulletin_id)
    purpose = stated_purpose(request)
    if purpose is None:
        messages.error(request, _("Say for what the data are needed. It is recorded."))
        return redirect("coverage:bulletin", bulletin_id)
    content = made(found)
    if isinstance(content, Refusal):
        messages.error(request, explain(content))
        return redirect("coverage:bulletin", bulletin_id)
    record_disclosure(
        actor=request.user,
        form=Disclosed.PRINT if end == "pdf" else Disclosed.EXPORT,
        subject=found,
        what=f"bulletin.{end}",
        count=sum(len(row["names"]) for row in found.figures["names"] or []),
        purpose=purpose,
    )
    name = f"{found.title}.{end}"
    return FileResponse(BytesIO(content), as_attachment=end == "docx", filename=name)
