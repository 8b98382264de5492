"""Forms of the batches page."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quiz.scheduling.rules import Window, equal_windows

MOST_BATCHES = 60


def _in_this_century(moment: datetime) -> None:
    """A slip of the keyboard must not lead beyond the calendar."""
    if not 2000 <= moment.year < 2100:
        raise forms.ValidationError(_("Give a day of this century."))


def _moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, widget=widget, required=required, validators=[_in_this_century]
    )


class SeriesForm(forms.Form):
    """Fills the rows with batches of equal length and capacity."""

    first = _moment(_("First batch opens at"))
    minutes = forms.IntegerField(label=_("Minutes a batch"), min_value=1, max_value=60 * 24 * 60)
    gap = forms.IntegerField(label=_("Minutes between batches"), min_value=0, max_value=10_000)
    number = forms.IntegerField(label=_("Number of batches"), min_value=1, max_value=MOST_BATCHES)
    capacity = forms.IntegerField(label=_("Capacity of each"), min_value=1, max_value=100_000)

    def windows(self) -> list[Window]:
        return equal_windows(**self.cleaned_data)


class WindowForm(forms.Form):
    """One batch. A row without a capacity is dropped."""

    opens_at = _moment(_("Opens at"), required=False)
    closes_at = _moment(_("Closes at"), required=False)
    capacity = forms.IntegerField(
        label=_("Capacity"), min_value=0, max_value=100_000, required=False
    )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("capacity"):
            for name in ("opens_at", "closes_at"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Give the day and the time."))
        return values


class ShareForm(forms.Form):
    share = forms.IntegerField(
        label=_("At most this percentage of a unit in one batch"),
        min_value=1,
        max_value=100,
        initial=35,
        help_text=_("Rounded up to whole people, so that one person of a unit always may."),
    )


WindowFormSet = forms.formset_factory(WindowForm, extra=2, max_num=MOST_BATCHES, validate_max=True)


class BatchesForm:
    """The rows of batches and the share, shown and saved together."""

    def __init__(self, data: Any, windows: Sequence[Window]) -> None:
        self.is_bound = data is not None
        self.share = ShareForm(data)
        self.rows = WindowFormSet(
            data, initial=[window._asdict() for window in windows], prefix="batches"
        )

    def is_valid(self) -> bool:
        return bool(self.share.is_valid() & self.rows.is_valid())

    def windows(self) -> list[Window]:
        return [
            Window(row.cleaned_data["opens_at"], row.cleaned_data["closes_at"], capacity)
            for row in self.rows
            if (capacity := row.cleaned_data.get("capacity"))
        ]

    def max_unit_share(self) -> Fraction:
        return Fraction(self.share.cleaned_data["share"], 100)
