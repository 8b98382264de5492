"""A case and its sub-questions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.rules import Refusal
from audit.wording import explain
from questionbank.questions.access import get_case_for
from questionbank.questions.actions import save_case
from questionbank.questions.forms import CaseForm, case_initial
from questionbank.questions.models import Case
from questionbank.questions.queries import case_sheet
from questionbank.questions.views.bank import officer


@officer
def case_edit(request: HttpRequest, case_id: int) -> HttpResponse:
    """The material of a case, once for all its sub-questions, and their order and weights."""
    case = get_case_for(request.user, case_id)
    sheet = case_sheet(case)
    form = CaseForm(request.POST or None, initial=case_initial(sheet), sheet=sheet)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, case, form)
        if not isinstance(saved, Refusal):
            messages.success(request, _("The case is saved."))
            return redirect("questions:case", case.pk)
        form.add_error(None, explain(saved))
        if saved.code == "questions.case_stale":
            form.see(case_sheet(case))
    context = {"form": form, "case": case, "sheet": sheet}
    status = 422 if form.errors else 200
    return render(request, "questionbank/questions/case.html", context, status=status)


def _save(request: HttpRequest, case: Case, form: CaseForm) -> Case | Refusal:
    return save_case(
        actor=request.user,
        case=case,
        seen=form.cleaned_data["seen"],
        title=form.cleaned_data["title"],
        material=form.cleaned_data["material"],
        parts=form.parts,
        submit=request.POST.get("do") == "review",
        now=timezone.now(),
    )
