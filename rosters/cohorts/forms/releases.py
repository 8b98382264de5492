"""Forms of decisions on single people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.cohorts.models import RELEASE_CHOICES


class ReleaseForm(forms.Form):
    """An approved release from, or delay of, the duty."""

    kind = forms.ChoiceField(label=_("Decision"), choices=RELEASE_CHOICES)
    basis = forms.CharField(
        label=_("Basis"),
        max_length=200,
        help_text=_("The document with its number, or who decided and why."),
    )
