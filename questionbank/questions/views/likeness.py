"""Pairs that look alike, side by side, and the ruling on each."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from audit.wording import explain
from questionbank.questions.access import get_comparison_for
from questionbank.questions.actions.likeness import find_similar, rule_on_pair
from questionbank.questions.queries import shown_version
from questionbank.questions.queries.likeness import ruled_counts, waiting_comparisons
from questionbank.questions.rules import Likeness
from rosters.roles.access import roles_required
from rosters.roles.rules import Role

PAGE = 10
# What a button says: the ruling, and which of two equal questions stays.
_RULINGS = {
    "keep_first": (Likeness.SAME, "first"),
    "keep_second": (Likeness.SAME, "second"),
    "variant": (Likeness.VARIANT, None),
    "different": (Likeness.DIFFERENT, None),
}
officer = roles_required(Role.OFFICER, whole_county=True)


@officer
def similar_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(waiting_comparisons(), PAGE).get_page(request.GET.get("page"))
    pairs = [
        (pair, [(one, shown_version(one.current)) for one in (pair.first, pair.second)])
        for pair in page
    ]
    context = {"page": page, "pairs": pairs, "ruled": ruled_counts()}
    return render(request, "questionbank/questions/similar.html", context)


@officer
@require_POST
def similar_find(request: HttpRequest) -> HttpResponse:
    found = find_similar(actor=request.user)
    said = ngettext("%(n)s new pair was found.", "%(n)s new pairs were found.", found)
    messages.success(request, said % {"n": found} if found else _("No new pair was found."))
    return redirect("questions:similar")


@officer
@require_POST
def similar_rule(request: HttpRequest, pair_id: int) -> HttpResponse:
    pair = get_comparison_for(request.user, pair_id)
    verdict, kept = _RULINGS.get(request.POST.get("ruling", ""), (None, None))
    if verdict is None:
        messages.error(request, _("Nothing was ruled: choose one of the rulings."))
        return _back(request)
    keep = getattr(pair, kept) if kept else None
    refusal = rule_on_pair(
        actor=request.user, pair=pair, verdict=verdict, keep=keep, now=timezone.now()
    )
    if refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, _("The ruling is recorded."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page of pairs from which the ruling came."""
    page = urlencode({"page": request.POST.get("page", "1")})
    return redirect(f"{reverse('questions:similar')}?{page}")
