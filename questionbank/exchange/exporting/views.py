"""The page of exports."""

from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.rules import Refusal
from audit.wording import explain
from questionbank.exchange.exporting.actions import ExportFormat, export_questions
from questionbank.exchange.exporting.forms import ExportForm
from questionbank.questions.forms import QuestionFilters
from questionbank.questions.queries import bank_list
from rosters.roles.access import roles_required
from rosters.roles.rules import Role


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(Role.OFFICER, whole_county=True)
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows with the filters of the address, as a file of the chosen format."""
    filters = QuestionFilters(request.GET)
    chosen = filters.chosen()
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        wanted = ExportFormat(form.cleaned_data["format"])
        file = export_questions(
            actor=request.user, filters=chosen, form=wanted, on=timezone.localdate()
        )
        if not isinstance(file, Refusal):
            return FileResponse(BytesIO(file.content), as_attachment=True, filename=file.filename)
        form.add_error(None, explain(file))
    context = {"form": form, "said": _said(filters, chosen), "count": bank_list(chosen).count()}
    status = 422 if form.errors else 200
    return render(request, "questionbank/exchange/export.html", context, status=status)


def _said(filters: QuestionFilters, chosen: dict[str, Any]) -> list[tuple[str, str]]:
    """The filters in words: what each is called, and what is chosen."""
    said = []
    for name, value in chosen.items():
        field = filters.fields[name]
        names = dict(field.choices) if isinstance(value, str) and hasattr(field, "choices") else {}
        said.append((str(field.label), _("Yes") if value is True else str(names.get(value, value))))
    return said
