"""Pages of results and certificates."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from audit.rules import Refusal
from audit.wording import explain
from quiz.assembly.access import get_exam_for
from quiz.assembly.models import Exam
from quiz.results.access import (
    certificates_for,
    get_certificate_for,
    get_certificate_to_revoke,
    get_entry_to_void,
    get_own_entry,
    outcomes_for,
)
from quiz.results.actions import (
    issue_certificates,
    publish_results,
    revoke_certificate,
    void_entry,
)
from quiz.results.documents import MOST_AT_ONCE, certificates_pdf
from quiz.results.forms import CertificateFilter, OutcomeFilter, RevocationForm, VoidForm
from quiz.results.models import VERDICT_CHOICES
from quiz.results.queries import (
    find_certificate,
    load_outcomes,
    load_standings,
    load_voidings,
    outcome_counts,
    outcomes_to_certify,
    publication_of,
    sat_elsewhere,
    select_certificates,
    select_lines,
    still_pending,
)
from quiz.results.rules import mask_name
from rosters.roles.access import has_county_role, roles_required
from rosters.roles.rules import Role
from rosters.units.access import units_for
from rosters.units.models import Unit

PAGE = 50
officers_only = roles_required(Role.OFFICER, whole_county=True)


def labelled(counts: dict[Any, int]) -> list[tuple[str, str, int]]:
    """(verdict, its name, how many) in the order in which they are reported."""
    return [(verdict, label, counts[verdict]) for verdict, label in VERDICT_CHOICES]


@officers_only
@require_safe
def exam_results(request: HttpRequest, exam_id: int) -> HttpResponse:
    exam = get_exam_for(request.user, exam_id)
    lines = load_outcomes(exam, timezone.now())
    units = Unit.objects.in_bulk({line.unit_id for line in lines})
    in_order = sorted(units.values(), key=lambda unit: (unit.order, unit.pk))
    form = OutcomeFilter(request.GET, in_order)
    page = Paginator(select_lines(lines, **form.chosen()), PAGE).get_page(request.GET.get("page"))
    labels = dict(VERDICT_CHOICES)
    publication = publication_of(exam)
    elsewhere = sat_elsewhere(exam, [line.entry_id for line in page])
    context = {
        "exam": exam,
        "publication": publication,
        "entries": len(lines),
        "counts": labelled(outcome_counts(lines)),
        "form": form,
        "page": page,
        "rows": [
            (line, units[line.unit_id], labels[line.verdict], elsewhere.get(line.entry_id))
            for line in page
        ],
        "voidings": load_voidings(exam),
        "to_certify": outcomes_to_certify(exam).count() if publication else 0,
    }
    return render(request, "quiz/results/exam.html", context)


@officers_only
def publish(request: HttpRequest, exam_id: int) -> HttpResponse:
    """Says to how many the results will be made known; publishes when confirmed."""
    exam = get_exam_for(request.user, exam_id)
    now = timezone.now()
    if request.method == "POST":
        published = publish_results(actor=request.user, exam=exam, now=now)
        if isinstance(published, Refusal):
            messages.error(request, explain(published))
        else:
            messages.success(request, _("The results are published."))
        return redirect("results:exam", exam.pk)
    lines = load_outcomes(exam, now)
    obstacle = still_pending(exam, load_standings(exam, now))
    context = {
        "exam": exam,
        "entries": len(lines),
        "counts": labelled(outcome_counts(lines)),
        "obstacle": explain(obstacle) if obstacle else "",
    }
    return render(request, "quiz/results/publish.html", context)


@officers_only
def void(request: HttpRequest, exam_id: int, entry_id: int) -> HttpResponse:
    """Declares void what an entry did, once the person was heard."""
    exam = get_exam_for(request.user, exam_id)
    entry = get_entry_to_void(request.user, exam_id, entry_id)
    form = VoidForm(request.POST or None)
    posted = request.method == "POST"
    if posted and form.is_valid():
        voided = void_entry(
            actor=request.user,
            exam=exam,
            entry=entry,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        if not isinstance(voided, Refusal):
            messages.success(request, _("Declared void: %(name)s.") % {"name": entry.name})
            return redirect("results:exam", exam.pk)
        form.add_error(None, explain(voided))
    context = {"exam": exam, "entry": entry, "form": form}
    return render(request, "quiz/results/void.html", context, status=422 if posted else 200)


@officers_only
@require_POST
def issue(request: HttpRequest, exam_id: int) -> HttpResponse:
    exam = get_exam_for(request.user, exam_id)
    issued = issue_certificates(actor=request.user, exam=exam, now=timezone.now())
    if isinstance(issued, Refusal):
        messages.error(request, explain(issued))
    else:
        text = ngettext("%(n)s certificate was issued.", "%(n)s certificates were issued.", issued)
        messages.success(request, text % {"n": issued})
    return redirect("results:exam", exam.pk)


@login_required
@require_safe
def my_results(request: HttpRequest) -> HttpResponse:
    return render(request, "quiz/results/mine.html", {"outcomes": outcomes_for(request.user)})


@login_required
@require_safe
def my_result(request: HttpRequest, exam_id: int) -> HttpResponse:
    """The reader's own result, once published."""
    entry = get_own_entry(request.user, exam_id)
    outcome = outcomes_for(request.user).filter(publication__exam=exam_id, entry=entry).first()
    context = {
        "exam": Exam.objects.get(pk=exam_id),
        "entry": entry,
        "outcome": outcome,
        "certificate": getattr(outcome, "certificate", None),
    }
    return render(request, "quiz/results/my_result.html", context)


def _filtered(request: HttpRequest) -> tuple[CertificateFilter, Any]:
    """The filter of the page and the certificates that it lets through."""
    allowed = certificates_for(request.user)
    form = CertificateFilter(
        request.GET,
        Exam.objects.filter(publication__outcomes__certificate__in=allowed).distinct(),
        units_for(request.user, Role.OFFICER, Role.LIAISON)
        .filter(entries__outcomes__certificate__isnull=False)
        .distinct(),
    )
    return form, select_certificates(allowed, **form.chosen())


@roles_required(Role.OFFICER, Role.LIAISON)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    form, found = _filtered(request)
    paginator = Paginator(found.select_related("outcome__entry__unit"), PAGE)
    context = {
        "form": form,
        "page": paginator.get_page(request.GET.get("page")),
        "printable": found.filter(revoked_at=None).count(),
        "most": MOST_AT_ONCE,
        "query": request.GET.urlencode(),
        "may_revoke": has_county_role(request.user, Role.OFFICER),
    }
    return render(request, "quiz/results/certificates.html", context)


@roles_required(Role.OFFICER, Role.LIAISON)
@require_safe
def print_certificates(request: HttpRequest) -> HttpResponse:
    """One PDF of exactly the valid certificates that the filter shows."""
    _form, found = _filtered(request)
    here = f"{reverse('results:certificates')}?{request.GET.urlencode()}"
    return _pdf(request, found.filter(revoked_at=None), _("certificates"), here)


@login_required
@require_safe
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    found = get_certificate_for(request.user, certificate_id)
    valid = [] if found.revoked_at else [found]
    return _pdf(request, valid, found.facts["serial"], "desk:home")


def _pdf(request: HttpRequest, rows: Any, name: str, instead: str) -> HttpResponse:
    pdf = certificates_pdf(rows)
    if isinstance(pdf, Refusal):
        messages.error(request, explain(pdf))
        return redirect(instead)
    return FileResponse(BytesIO(pdf), filename=f"{name}.pdf", content_type="application/pdf")


@officers_only
def revoke(request: HttpRequest, certificate_id: int) -> HttpResponse:
    found = get_certificate_to_revoke(request.user, certificate_id)
    form = RevocationForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"certificate": found, "form": form}
        return render(request, "quiz/results/revoke.html", context, status=status)
    revoked = revoke_certificate(
        actor=request.user,
        certificate=found,
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
    )
    if isinstance(revoked, Refusal):
        messages.error(request, explain(revoked))
    else:
        messages.success(request, _("Certificate %(serial)s is revoked.") % found.facts)
    return redirect("results:certificates")


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Tells anyone whether a certificate is good, and no more of its bearer than they must know."""
    found = find_certificate(code)
    context = {"certificate": found, "name": mask_name(found.facts["name"]) if found else ""}
    response = render(request, "quiz/results/verify.html", context, status=200 if found else 404)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
