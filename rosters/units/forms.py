"""Forms of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.units.models import Unit
from rosters.units.rules import LONGEST_NAME


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(label=_("Name of the unit"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=Unit._meta.get_field("kind").choices)
    parent = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Belongs to"), required=False, empty_label=_("No unit")
    )


class NameForm(forms.Form):
    """A name or an alias of a unit that exists."""

    name = forms.CharField(label=_("Name of the unit"), max_length=LONGEST_NAME)
