"""Pages of the table of ranks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.queries import history
from audit.rules import Refusal
from audit.wording import explain
from rosters.cohorts.access import county_officer, get_rank_for
from rosters.cohorts.actions import add_rank_alias, remove_rank, remove_rank_alias, save_rank
from rosters.cohorts.forms import NameRankForm, RankAliasForm, RankForm
from rosters.cohorts.models import LEVEL_CHOICES, Rank
from rosters.cohorts.queries import unknown_ranks


@county_officer
def rank_list(request: HttpRequest) -> HttpResponse:
    """The table, highest first, and the texts on file that name nothing in it."""
    unknown = unknown_ranks()
    ranks = list(Rank.objects.prefetch_related("aliases"))
    levels = [
        (label, [rank for rank in ranks if rank.level == level])
        for level, label in reversed(LEVEL_CHOICES)
    ]
    context = {
        "levels": levels,
        "unknown": unknown,
        "people": sum(row.people for row in unknown),
        "choices": [(rank.pk, rank.name) for rank in ranks],
    }
    return render(request, "rosters/cohorts/ranks.html", context)


@county_officer
def rank_add(request: HttpRequest) -> HttpResponse:
    return _rank(request, None)


@county_officer
def rank_edit(request: HttpRequest, rank_id: int) -> HttpResponse:
    return _rank(request, get_rank_for(request.user, rank_id))


def _rank(request: HttpRequest, rank: Rank | None) -> HttpResponse:
    form = RankForm(request.POST or None, rank=rank)
    if form.is_bound and form.is_valid():
        saved = save_rank(actor=request.user, rank=rank, **form.cleaned_data)
        if not isinstance(saved, Refusal):
            messages.success(request, _("The rank is saved."))
            return redirect("cohorts:rank", saved.pk)
        form.add_error("name", explain(saved))
    return _rank_page(request, rank, form, RankAliasForm(prefix="alias"))


def _rank_page(
    request: HttpRequest, rank: Rank | None, form: RankForm, alias: RankAliasForm
) -> HttpResponse:
    context = {
        "rank": rank,
        "form": form,
        "alias": alias,
        "history": history(rank) if rank else None,
    }
    status = 422 if form.is_bound or alias.is_bound else 200
    return render(request, "rosters/cohorts/rank.html", context, status=status)


@require_POST
@county_officer
def rank_alias(request: HttpRequest, rank_id: int) -> HttpResponse:
    """Another word for a rank."""
    rank = get_rank_for(request.user, rank_id)
    form = RankAliasForm(request.POST, prefix="alias")
    if form.is_valid():
        alias = add_rank_alias(actor=request.user, rank=rank, name=form.cleaned_data["name"])
        if not isinstance(alias, Refusal):
            return redirect("cohorts:rank", rank.pk)
        form.add_error("name", explain(alias))
    return _rank_page(request, rank, RankForm(rank=rank), form)


@require_POST
@county_officer
def rank_unalias(request: HttpRequest, rank_id: int) -> HttpResponse:
    rank = get_rank_for(request.user, rank_id)
    removed = remove_rank_alias(actor=request.user, rank=rank, name=request.POST.get("name", ""))
    if isinstance(removed, Refusal):
        messages.error(request, explain(removed))
    return redirect("cohorts:rank", rank.pk)


@require_POST
@county_officer
def rank_remove(request: HttpRequest, rank_id: int) -> HttpResponse:
    rank = get_rank_for(request.user, rank_id)
    remove_rank(actor=request.user, rank=rank)
    messages.success(request, _("The rank is out of the table."))
    return redirect("cohorts:ranks")


@require_POST
@county_officer
def rank_name(request: HttpRequest) -> HttpResponse:
    """Says which rank a text on file means."""
    form = NameRankForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the rank that the text means."))
        return redirect("cohorts:ranks")
    alias = add_rank_alias(actor=request.user, **form.cleaned_data)
    if isinstance(alias, Refusal):
        messages.error(request, explain(alias))
    return redirect("cohorts:ranks")
