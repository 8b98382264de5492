"""Forms of the room."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rosters.cohorts.models import COHORT_CHOICES, RELEASE_CHOICES
from rosters.cohorts.queries import cohort_since
from rosters.cohorts.rules import CohortKind
from rosters.units.models import Unit

ANY = [("", _("Any"))]


def _day(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class RosterForm(forms.Form):
    """Of whom a roster consists: counted while these are chosen, written down when frozen."""

    as_of = _day(_("As of"))
    kinds = forms.TypedMultipleChoiceField(
        label=_("Cohorts"),
        choices=COHORT_CHOICES,
        coerce=CohortKind,
        widget=forms.CheckboxSelectMultiple,
    )
    grades_count = forms.BooleanField(
        label=_("Count grades as leading posts"),
        help_text=_(
            "Grades such as 四级调研员 are not leading posts. "
            "Leave this off unless the county has decided otherwise."
        ),
        required=False,
    )


class NameForm(forms.Form):
    """What a roster is called from then on."""

    name = forms.CharField(label=_("Name of the roster"), max_length=100)


class SinceForm(forms.Form):
    """From which day on appointments and hirings count; empty is no limit."""

    new_leader = _day(_("Leading cadres appointed since"), required=False)
    first_time = _day(_("Civil servants hired since"), required=False)

    def __init__(self, data: Any = None) -> None:
        since = cohort_since()
        super().__init__(data, initial={name: since[CohortKind(name)] for name in self.base_fields})

    def changes(self) -> dict[CohortKind, date | None]:
        return {CohortKind(name): self.cleaned_data[name] for name in self.changed_data}


class EntryFilter(forms.Form):
    """Filters of a roster; they live in the address. What cannot be read filters nothing."""

    q = forms.CharField(label=_("Full name"), required=False, max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("Any")
    )
    cohort = forms.ChoiceField(label=_("Cohort"), required=False, choices=ANY + COHORT_CHOICES)
    release = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*ANY, ("none", _("Must sit")), *RELEASE_CHOICES],
    )

    def __init__(self, data: Any, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units

    def chosen(self) -> dict[str, Any]:
        """What was chosen and understood, as arguments of `search_entries`."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReleaseForm(forms.Form):
    """An approved release from, or delay of, the duty."""

    kind = forms.ChoiceField(label=_("Decision"), choices=RELEASE_CHOICES)
    basis = forms.CharField(
        label=_("Basis"),
        max_length=200,
        help_text=_("The document with its number, or who decided and why."),
    )
