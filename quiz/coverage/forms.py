"""The filters of the list of names and of the table of units, and the choice of snapshots."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quiz.coverage.figures import (
    KIND_LABELS,
    LEVEL_LABELS,
    VERDICT_LABELS,
    cohort_label,
    field_label,
)
from quiz.coverage.queries import Coverage
from quiz.coverage.rules import SAT, shown_verdict
from quiz.results.forms import Filter
from quiz.results.rules import Verdict

ALL = ("", _("All"))


class NamesFilter(Filter):
    """What a number links to. A unit is one of the reader's; the name of one may be typed."""

    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    unit_name = forms.CharField(label=_("Name of the unit"), required=False, max_length=100)
    verdict = forms.ChoiceField(label=_("Verdict"), required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"), required=False)
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    level = forms.TypedChoiceField(
        label=_("Rank level"), required=False, coerce=int, empty_value=None
    )
    field = forms.ChoiceField(label=_("Field of enforcement"), required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    below = forms.BooleanField(required=False, widget=forms.HiddenInput)
    late = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, coverage: Coverage) -> None:
        super().__init__(data)
        self.coverage = coverage
        shown = [SAT, *(v for v in Verdict if shown_verdict(v, coverage.marks_shown) != SAT)]
        self._offer("verdict", [(v, VERDICT_LABELS[v]) for v in shown])
        self._offer("kind", [(kind, KIND_LABELS[kind]) for kind in coverage.kind_totals])
        self._offer("cohort", [(key, cohort_label(key)) for key in coverage.cohorts])
        self._offer("level", [(level or 0, LEVEL_LABELS[level]) for level in coverage.levels])
        self._offer("field", [(field or "-", field_label(field)) for field in coverage.fields])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = [ALL, *choices]

    def clean_unit(self) -> int | None:
        unit: int | None = self.cleaned_data["unit"]
        return unit if unit in self.coverage.tree else None

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        asked = self.cleaned_data.items()
        return {name: value for name, value in asked if value or (name == "level" and value == 0)}

    def hidden(self) -> list[tuple[str, str]]:
        """What is asked for, as the hidden fields of a form that exports it."""
        return [(n, "on" if value is True else str(value)) for n, value in self.chosen().items()]

    def carried(self) -> list[tuple[str, str]]:
        """What a number brought along and the visible fields do not ask for."""
        unseen = {field.name for field in self.hidden_fields()}
        return [(name, value) for name, value in self.hidden() if name in unseen]

    def told(self) -> list[str]:
        """The same in words."""
        chosen, told = self.chosen(), []
        if "unit" in chosen:
            told.append(self.coverage.tree[chosen["unit"]].name)
            told += [_("With subordinate bodies")] if "below" in chosen else []
        return told + ([_("Late arrivals")] if "late" in chosen else [])


class UnitsFilter(Filter):
    kind = forms.ChoiceField(label=_("Kind of unit"), required=False)
    below = forms.BooleanField(label=_("With subordinate bodies"), required=False)

    def __init__(self, data: Any, coverage: Coverage) -> None:
        super().__init__(data)
        offered = [(kind, KIND_LABELS[kind]) for kind in coverage.kind_totals]
        self.fields["kind"].choices = [ALL, *offered]


class ComparisonForm(Filter):
    """Two of the days on which figures were kept."""

    first = forms.TypedChoiceField(label=_("Earlier day"), required=False, coerce=int)
    second = forms.TypedChoiceField(label=_("Later day"), required=False, coerce=int)

    def __init__(self, data: Any, days: list[tuple[int, str]]) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.choices = days
