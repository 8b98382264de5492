"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.units.models import Unit
from rosters.units.queries import standing_units
from rosters.units.rules import LONGEST_NAME


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(label=_("Name of the unit"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=Unit._meta.get_field("kind").choices)
    parent = forms.ModelChoiceField(
        Unit.objects.filter(dissolved_on=None),
        label=_("Belongs to"),
        required=False,
        empty_label=_("No unit"),
    )


class AliasForm(forms.Form):
    """Another name by which rosters call a unit."""

    name = forms.CharField(label=_("Other name"), max_length=LONGEST_NAME)


class RenameForm(forms.Form):
    """A new name, from which day on, and by which document."""

    name = forms.CharField(label=_("Name of the unit"), max_length=LONGEST_NAME)
    effective_on = forms.DateField(
        label=_("In effect since"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    document = forms.CharField(label=_("Document number"), max_length=100, required=False)


class PlaceForm(forms.Form):
    """Where a unit belongs."""

    kind = forms.ChoiceField(label=_("Kind of unit"), choices=Unit._meta.get_field("kind").choices)
    parent = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Belongs to"), required=False, empty_label=_("No unit")
    )
    enforces = forms.TypedChoiceField(
        label=_("Enforces the law in its own name"),
        choices=[("", _("Not known")), ("1", _("Yes")), ("0", _("No"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
    )

    def __init__(self, data: Any = None, *, unit: Unit) -> None:
        enforces = "" if unit.enforces is None else str(int(unit.enforces))
        super().__init__(
            data, initial={"kind": unit.kind, "parent": unit.parent_id, "enforces": enforces}
        )
        self.fields["parent"].queryset = standing_units().exclude(pk=unit.pk)


class OrderForm(forms.Form):
    """The county's order of units."""

    names = forms.CharField(
        label=_("One unit a line"),
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_("Move the lines into the order in which the county lists its units."),
    )
