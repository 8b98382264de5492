"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.wording import explain
from rosters.reforms.queries import refuse_choice, serving_in
from rosters.units.models import Unit
from rosters.units.queries import standing_units
from rosters.units.rules import LONGEST_NAME


def _day() -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=_("In effect since"), widget=widget)


class MergerForm(forms.Form):
    """Which units become part of which one."""

    units = forms.ModelMultipleChoiceField(
        standing_units(),
        label=_("Units to be merged"),
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=_("Hold Ctrl to choose several."),
    )
    into = forms.ModelChoiceField(
        standing_units(),
        label=_("Successor"),
        help_text=_("A new one is added on the page of units first."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if {"units", "into"} <= told.keys():
            refusal = refuse_choice(told["units"], told["into"])
            if refusal:
                self.add_error("into", explain(refusal))
        return told


class CarryOutForm(forms.Form):
    """When and by which document."""

    effective_on = _day()
    document = forms.CharField(label=_("Document number"), max_length=100)


class SplitForm(forms.Form):
    """A new unit, and who goes to it."""

    name = forms.CharField(label=_("Name of the new unit"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=Unit._meta.get_field("kind").choices)
    effective_on = _day()
    document = forms.CharField(label=_("Document number"), max_length=100)
    postings = forms.TypedMultipleChoiceField(
        label=_("Who goes to the new unit"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, unit: Unit, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["postings"].choices = [
            (posting.pk, f"{posting.person.name}　{posting.title}".strip())
            for posting in serving_in(unit)
        ]
