"""Filters of the list, and why a question is retired."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionbank.laws.models import Law
from questionbank.questions.models import (
    DIFFICULTY_CHOICES,
    KIND_CHOICES,
    STATE_CHOICES,
    Topic,
)

_ANY = [("", _("All"))]


class QuestionFilters(forms.Form):
    """What the list shows; every choice lives in the address of the page."""

    q = forms.CharField(label=_("Stem or code"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Type"), required=False, choices=[*_ANY, *KIND_CHOICES])
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("Topic"), required=False)
    law = forms.ModelChoiceField(Law.objects.all(), label=_("Law"), required=False)
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), required=False, choices=[*_ANY, *DIFFICULTY_CHOICES]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All but retired")), *STATE_CHOICES],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("topic", "law"):
            self.fields[name].empty_label = _("All")

    def chosen(self) -> dict[str, Any]:
        """The filters that were set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RetireForm(forms.Form):
    """Why a question is retired; that a reason is due is the action's rule."""

    reason = forms.CharField(required=False, max_length=200)
