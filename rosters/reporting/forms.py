"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.people.models import Person
from rosters.reporting.queries import listed
from rosters.reporting.rules import Choice, Standing
from rosters.units.models import Unit

ANY = [("", _("Any"))]
STANDINGS = [
    (Standing.CONFIRMED, _("Confirmed")),
    (Standing.CHANGED, _("Changed since")),
    (Standing.REPORTED, _("Reported, not confirmed")),
    (Standing.NOTHING, _("Nothing yet")),
]


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget)


class RoundForm(forms.Form):
    """A new round and the units that it asks."""

    title = forms.CharField(label=_("Title of the round"), max_length=100)
    as_of = _day(_("People as of"))
    due_on = _day(_("Confirm until"))
    note = forms.CharField(
        label=_("What to look out for"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The units read this above their list."),
    )
    which = forms.ChoiceField(
        label=_("Which units"),
        choices=[
            (Choice.ALL, _("All units")),
            (Choice.KINDS, _("Units of the kinds ticked below")),
            (Choice.CHOSEN, _("The units chosen below")),
        ],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of unit"),
        choices=Unit._meta.get_field("kind").flatchoices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Hold Ctrl to choose several."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.filter(dissolved_on=None)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("which") == Choice.KINDS and not data.get("kinds"):
            self.add_error("kinds", _("Tick at least one kind of unit."))
        if data.get("which") == Choice.CHOSEN and "units" in data and not data["units"]:
            self.add_error("units", _("Choose at least one unit."))
        return data

    def arguments(self) -> dict[str, Any]:
        """What `open_collection` takes."""
        data = self.cleaned_data
        standing_units = Unit.objects.filter(dissolved_on=None)
        asked = {
            Choice.ALL: standing_units,
            Choice.KINDS: standing_units.filter(kind__in=data["kinds"]),
            Choice.CHOSEN: data["units"],
        }
        chosen = {name: data[name] for name in ("title", "as_of", "due_on", "note")}
        return chosen | {"units": asked[Choice(data["which"])]}


class ReportFilter(forms.Form):
    """Filters of a round's page; they live in the address. What cannot be read filters nothing."""

    q = forms.CharField(label=_("Name of the unit"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("Kind of unit"),
        required=False,
        choices=ANY + Unit._meta.get_field("kind").flatchoices,
    )
    at = forms.ChoiceField(label=_("State"), required=False, choices=ANY + STANDINGS)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def chosen(self) -> dict[str, Any]:
        """What was chosen and understood, as arguments of `search_reports`."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ConfirmForm(forms.Form):
    """Whoever confirms types their name below the list that they were shown."""

    signed = forms.CharField(
        label=_("Name of whoever confirms"),
        max_length=60,
        error_messages={"required": _("Type your name: it stands under the list.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    seen = forms.CharField(max_length=64, required=False)


class LiaisonForm(forms.Form):
    """Who of a unit reports for it."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who is to report"), empty_label=_("Choose a person")
    )

    def __init__(self, data: Any, unit: Unit) -> None:
        super().__init__(data)
        people = Person.objects.filter(pk__in=listed([unit]).values("person"))
        self.fields["person"].queryset = people.exclude(user__grants__unit=unit)
