"""Forms of the cohorts' rules."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.cohorts.queries import cohort_since
from rosters.cohorts.rules import CohortKind


def day_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class SinceForm(forms.Form):
    """From which day on appointments and hirings count; empty is no limit."""

    new_leader = day_field(_("Leading cadres appointed since"), required=False)
    first_time = day_field(_("Civil servants hired since"), required=False)

    def __init__(self, data: Any = None) -> None:
        since = cohort_since()
        super().__init__(data, initial={name: since[CohortKind(name)] for name in self.base_fields})

    def changes(self) -> dict[CohortKind, date | None]:
        return {CohortKind(name): self.cleaned_data[name] for name in self.changed_data}
