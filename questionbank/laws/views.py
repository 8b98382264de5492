"""Pages of the room."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.wording import explain
from questionbank.laws.access import can_change_laws, get_law_for, get_version_for
from questionbank.laws.actions import correct_law, import_laws
from questionbank.laws.comparing import comparable_versions, compare
from questionbank.laws.forms import CompareForm, ImportForm, LawFilters, LawForm, TextFilter
from questionbank.laws.queries import law_entries, law_list
from questionbank.laws.reading import Reading, read_version
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 50


@login_required
def laws(request: HttpRequest) -> HttpResponse:
    filters = LawFilters(request.GET)
    chosen = filters.chosen()
    found = law_list(chosen.get("q", ""), chosen.get("kind", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": bool(chosen),
        "page": page,
        "entries": law_entries(page, timezone.localdate()),
        "may_change": can_change_laws(request.user),
    }
    return render(request, "questionbank/laws/list.html", context)


@login_required
def law(request: HttpRequest, pk: int) -> HttpResponse:
    """A law to read: the version in force, or the one asked for."""
    found = get_law_for(request.user, pk)
    (entry,) = law_entries([found], timezone.localdate())
    shown = entry.shown
    if asked := request.GET.get("version", ""):
        version = get_version_for(request.user, found, asked)
        shown = next(one for one in entry.versions if one.version == version)
    search = TextFilter(request.GET)
    context = {
        "entry": entry,
        "shown": shown,
        "search": search,
        "reading": read_version(shown.version, search.wanted) if shown else Reading(),
        "may_change": can_change_laws(request.user),
    }
    return render(request, "questionbank/laws/law.html", context)


@login_required
def law_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each article from one version to another."""
    found = get_law_for(request.user, pk)
    versions = comparable_versions(found)
    if len(versions) < 2:
        raise Http404
    form = CompareForm(request.GET, versions)
    old, new = form.versions()
    compared = compare(old, new, form.kinds())
    page = Paginator(compared.shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "law": found, "form": form, "old": old, "new": new,
        "counts": compared.counts, "page": page,
    }  # fmt: skip
    return render(request, "questionbank/laws/compare.html", context)


@roles_required(Role.OFFICER, whole_county=True)
def law_import(request: HttpRequest) -> HttpResponse:
    """Takes files and says what became of each. Sending them again changes nothing."""
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    report = None
    if posted and form.is_valid():
        report = import_laws(
            actor=request.user,
            files=form.files_given(),
            effective_on=form.cleaned_data["effective_on"],
            adopted_on=form.cleaned_data["adopted_on"],
            dry_run="check" in request.POST,
        )
    status = 422 if form.errors else 200
    context = {"form": form, "report": report, "dry": "check" in request.POST}
    return render(request, "questionbank/laws/import.html", context, status=status)


@roles_required(Role.OFFICER, whole_county=True)
def law_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_law_for(request.user, pk)
    versions = list(found.versions.order_by("-adopted_on"))
    form = LawForm(request.POST if request.method == "POST" else None, found, versions)
    if form.is_valid():
        refusal = correct_law(actor=request.user, law=found, **form.facts())
        if refusal is None:
            messages.success(request, _("Saved."))
            return redirect("laws:detail", pk)
        form.add_error(None, explain(refusal))
    status = 422 if form.errors else 200
    context = {"form": form, "law": found}
    return render(request, "questionbank/laws/edit.html", context, status=status)
