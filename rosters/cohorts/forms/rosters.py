"""Filters of the entries of a roster."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rosters.cohorts.models import COHORT_CHOICES, RELEASE_CHOICES, Entry, Roster
from rosters.cohorts.rules.releases import ReleaseKind
from rosters.units.models import Unit

ANY = [("", _("Any"))]


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
        choices=[
            *ANY,
            ("none", _("Must sit")),
            *(choice for choice in RELEASE_CHOICES if choice[0] != ReleaseKind.REINSTATED),
            ("late", _("Added after freezing")),
        ],
    )

    def __init__(self, data: Any, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units

    def chosen(self) -> dict[str, Any]:
        """What was chosen and understood, as arguments of `search_entries`."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class OwnEntryFilter(forms.Form):
    """Filters of the people whom a liaison answers for."""

    q = forms.CharField(label=_("Full name"), required=False, max_length=60)
    roster = forms.ModelChoiceField(
        Roster.objects.none(), label=_("Roster"), required=False, empty_label=_("Any")
    )

    def __init__(self, data: Any, entries: QuerySet[Entry]) -> None:
        super().__init__(data)
        rosters = entries.order_by().values("roster")
        self.fields["roster"].queryset = Roster.objects.filter(pk__in=rosters)

    def chosen(self) -> dict[str, Any]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
