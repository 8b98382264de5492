"""Days as the forms of the room ask for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def day_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class DayForm(forms.Form):
    """The day on which a rule is asked."""

    as_of = day_field(_("As of"))
