"""The mark a marker gives."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


class MarkForm(forms.Form):
    """`seen` is the mark that stood there when the page was shown; empty for a first marking."""

    response = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.DecimalField(widget=forms.HiddenInput, required=False)
    mark = forms.DecimalField(label=_("Mark given"), min_value=0, max_digits=5, decimal_places=2)

    def __init__(self, *args: object, most: Decimal, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["mark"]
        field.help_text = _("From 0 to %(most)s") % {"most": f"{most.normalize():f}"}
        field.widget.attrs |= {"max": str(most), "step": "0.5", "inputmode": "decimal"}
        field.widget.attrs |= {"autofocus": True, "autocomplete": "off"}
