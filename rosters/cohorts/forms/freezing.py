"""Forms of counting and freezing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.cohorts.forms.cohorts import day_field
from rosters.cohorts.models import COHORT_CHOICES
from rosters.cohorts.rules import CohortKind


class RosterForm(forms.Form):
    """Of whom a roster consists: counted while these are chosen, written down when frozen."""

    as_of = day_field(_("As of"))
    kinds = forms.TypedMultipleChoiceField(
        label=_("Cohorts"),
        choices=COHORT_CHOICES,
        coerce=CohortKind,
        widget=forms.CheckboxSelectMultiple,
    )
    grades_count = forms.BooleanField(
        label=_("Count grades as leading posts"),
        help_text=_(
            "Grades such as 四级调研员 are not leading posts. "
            "Leave this off unless the county has decided otherwise."
        ),
        required=False,
    )


class NameForm(forms.Form):
    """What a roster is called from then on."""

    name = forms.CharField(label=_("Name of the roster"), max_length=100)
