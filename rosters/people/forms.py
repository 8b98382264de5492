"""Forms of the room."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rosters.people.models import Person
from rosters.people.queries import Holds
from rosters.units.models import Unit

ANY = [("", _("Any"))]


class PeopleFilter(forms.Form):
    """Filters of the list; they live in the address. What cannot be read filters nothing."""

    q = forms.CharField(label=_("Name or mobile phone"), required=False, max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("Any")
    )
    kind = forms.ChoiceField(
        label=_("Kind of unit"),
        required=False,
        choices=ANY + Unit._meta.get_field("kind").flatchoices,
    )
    holds = forms.ChoiceField(
        label=_("On file"),
        required=False,
        choices=[
            *ANY,
            (Holds.RANK, _("Rank or level")),
            (Holds.RECRUITMENT, _("First recruitment")),
            (Holds.CREDENTIAL, _("Enforcement card")),
        ],
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=ANY + Person._meta.get_field("status").flatchoices,
    )

    def __init__(self, data: Any, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units

    def chosen(self) -> dict[str, Any]:
        """What was chosen and understood, as arguments of `search_people`."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class IdentityForm(forms.Form):
    """An identity number typed in full. Posted, so that it stays out of addresses and logs."""

    number = forms.CharField(
        label=_("Identity number, in full"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
