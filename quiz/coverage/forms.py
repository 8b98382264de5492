"""The filter of the list of names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quiz.coverage.figures import VERDICT_LABELS
from quiz.coverage.queries import Coverage
from quiz.coverage.rules import SAT, shown_verdict
from quiz.results.forms import Filter
from quiz.results.rules import Verdict
from rosters.cohorts.models import COHORT_CHOICES


class NamesFilter(Filter):
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int)
    verdict = forms.ChoiceField(label=_("Verdict"), required=False)
    cohort = forms.ChoiceField(
        label=_("Cohort"), required=False, choices=[("", _("All")), *COHORT_CHOICES]
    )

    def __init__(self, data: Any, coverage: Coverage) -> None:
        super().__init__(data)
        units = sorted(coverage.units.values(), key=lambda unit: (unit.order, unit.pk))
        self.fields["unit"].choices = [("", _("All"))] + [(u.pk, u.name) for u in units]
        shown = [SAT, *(v for v in Verdict if shown_verdict(v, coverage.marks_shown) != SAT)]
        self.fields["verdict"].choices = [("", _("All"))] + [(v, VERDICT_LABELS[v]) for v in shown]
