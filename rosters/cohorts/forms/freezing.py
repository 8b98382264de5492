"""Forms of counting and freezing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.cohorts.forms.days import day_field
from rosters.cohorts.models import Cohort
from rosters.cohorts.queries import active_cohorts


class RosterForm(forms.Form):
    """Of whom a roster consists: counted while these are chosen, written down when frozen."""

    as_of = day_field(_("As of"))
    cohorts = forms.ModelMultipleChoiceField(
        Cohort.objects.none(), label=_("Cohorts"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohorts"].queryset = active_cohorts()


class NameForm(forms.Form):
    """What a roster is called from then on."""

    name = forms.CharField(label=_("Name of the roster"), max_length=100)
