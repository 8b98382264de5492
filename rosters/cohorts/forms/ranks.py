"""Forms of the table of ranks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rosters.cohorts.models import LEVEL_CHOICES, Rank
from rosters.cohorts.rules import Level


class RankForm(forms.Form):
    """A rank: what it is called, which level it stands for, and whether it is a grade."""

    name = forms.CharField(label=_("Name of the rank"), max_length=40)
    level = forms.TypedChoiceField(
        label=_("Level"), choices=LEVEL_CHOICES, coerce=lambda value: Level(int(value))
    )
    is_grade = forms.BooleanField(
        label=_("This is a grade (职级), not a leading post"), required=False
    )
    order = forms.IntegerField(
        label=_("Place within the level"), min_value=0, max_value=999, initial=0
    )

    def __init__(self, data: Any = None, *, rank: Rank | None = None) -> None:
        names = self.base_fields
        super().__init__(data, initial={n: getattr(rank, n) for n in names} if rank else None)


class RankAliasForm(forms.Form):
    """Another word for a rank."""

    name = forms.CharField(label=_("Other word"), max_length=40)


class NameRankForm(forms.Form):
    """Which rank a text on file means."""

    name = forms.CharField(max_length=40, widget=forms.HiddenInput)
    rank = forms.ModelChoiceField(Rank.objects.all(), label=_("Means"), empty_label=_("Choose"))
